"""Every message of the web interface, and its translations for the browser."""

from __future__ import annotations

from toolkit import data
from toolkit.errors import FayiError
from toolkit.i18n import N_
from toolkit.web.vocabulary import VOCABULARY

WORDS = frozenset(
    {
        # pages
        N_("Search"), N_("Fields"), N_("Laws"), N_("Pinyin"), N_("A–Z"), N_("Annotate"), N_("Downloads"), N_("Help"),
        N_("Pages"), N_("Skip to content"), N_("Language of the interface"), N_("Light or dark"),
        N_("Every Chinese term cites the law it stands in. Nothing you type leaves this machine."),
        N_("Keys: / search, ↑ ↓ move, Enter open, c copy Chinese, y copy English, ? help"),
        # search
        N_("Chinese–English legal terms"), N_("English, 中文, pinyin or initials"), N_("Field"), N_("Status"), N_("Region"),
        N_("All fields"), N_("Any status"), N_("Any region"), N_("Show more"), N_("Entry"), N_("Try"), N_("open at random"),
        N_("{count} legal concepts of China in Chinese and English, each Chinese term proved against the law it stands in."),
        N_("{count} concepts"), N_("1 concept"), N_("first {count} concepts"), N_("Not in the glossary: {query}"),
        N_("Nearest:"), N_("Copied: {text}"), N_("Copy failed"), N_("loading"),
        # reasons of a hit
        N_("exact"), N_("beginning"), N_("words"), N_("part"), N_("pinyin"), N_("initials"), N_("pattern"), N_("inflected"),
        N_("related word"), N_("in the query"), N_("same sound"), N_("similar"), N_("filter"),
        # entry
        N_("Chinese"), N_("English"), N_("Do not write"), N_("Also found by"), N_("Compare"), N_("In a text"), N_("Governed by"),
        N_("preferred"), N_("admitted"), N_("deprecated"), N_("lookup"), N_("Mainland"), N_("Hong Kong"), N_("Macao"), N_("Taiwan"),
        N_("machine rendering"), N_("word for word"), N_("dated"), N_("news English, misleading"), N_("misleading"),
        N_("Permalink"), N_("Copy the Chinese"), N_("Copy the English"), N_("Copy the entry with its source"),
        N_("Opening the entry …"), N_("This entry is not stored for offline use."), N_("No such page"),
        # browsing
        N_("Laws and other sources"), N_("Kinds of source"), N_("The text as a whole"), N_("Title"), N_("Headings"),
        # not found
        N_("The address leads nowhere: perhaps the entry was renamed. Search for it:"),
        # annotate
        N_("Annotate a text"), N_("Paste an English or Chinese text: its terms are marked. The text stays in this browser."),
        N_("Text"), N_("Paste a text here"), N_("Mark the terms"), N_("Fill in an example"), N_("Terms of this text"),
        N_("{count} places, {concepts} concepts"), N_("No term of the glossary stands in this text."), N_("write: {term}"),
        N_("several concepts; the text must decide"), N_("standard in another form"),
        # downloads
        N_("The whole glossary for other tools. Each format keeps what it can; the TSV files keep everything."),
        # help
        N_("English in any inflection, order and spelling; typing errors are forgiven"),
        N_("Chinese, Simplified or Traditional"), N_("Pinyin with or without tones"), N_("Initials of the syllables"),
        N_("Any characters in place of *"), N_("Exactly this form"), N_("Only this field"), N_("Only forms of this status"),
        N_("Only concepts that cite this source"), N_("Only concepts with a term of this region"),
        # team
        N_("Propose a change"), N_("Proposals"), N_("What was proposed"), N_("Your name"), N_("New term"), N_("New form"),
        N_("Correction"), N_("Kind of proposal"), N_("Kind of concept"), N_("as it is"), N_("Reason"), N_("Source"), N_("Language"), N_("Term"),
        N_("Concept (its id)"), N_("Form to correct"), N_("Send the proposal"), N_("Thank you: proposal {number}."), N_("Accept"), N_("Reject"),
        N_("Change before accepting"), N_("open"), N_("proposed"), N_("accepted"), N_("rejected"), N_("History"), N_("Editor token"),
        N_("Download what was accepted as a patch"), N_("No proposals."), N_("The server did not accept this: {message}"), N_("Definition"),
        N_("Chinese, Mainland"), N_("Chinese, Hong Kong"), N_("Chinese, Taiwan"), N_("Chinese, Macao"),
    }
) | VOCABULARY  # fmt: skip
LOCALES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}


def catalogs(domains: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Interface language → English message → translation; names of fields come from ``domains``."""
    names = {d["en"]: d["zh"] for d in domains.values() if "en" in d and "zh" in d}
    return {lang: {**names, **_catalog(locale)} for lang, locale in LOCALES.items()}


def _catalog(locale: str) -> dict[str, str]:
    try:
        path = data.directory("locales") / locale / "LC_MESSAGES" / "fayi.po"
    except FayiError:
        return {}
    if not path.is_file():
        return {}
    import polib

    entries = polib.pofile(str(path), encoding="utf-8")
    return {e.msgid: e.msgstr for e in entries if e.msgid in WORDS and e.msgstr and not e.fuzzy}
