"""The page of a team: propose, review, history. It only exists where ``fayi serve`` keeps proposals."""

from __future__ import annotations

import json
from html import escape

from toolkit.web.markup import STATIC, TEAM, attributes, page, t
from toolkit.web.patch import ENDINGS
from toolkit.web.proposals import CATEGORIES, MAX_TEXT

_LANGUAGES = {
    "en": "English", "zh-Hans-CN": "Chinese, Mainland", "zh-Hant-HK": "Chinese, Hong Kong", "zh-Hant-TW": "Chinese, Taiwan",
    "zh-Hant-MO": "Chinese, Macao",
}  # fmt: skip
_STATUSES = ("admitted", "preferred", "deprecated", "lookup")


def page_of(path: str) -> bytes | None:
    """The content of a path of the team pages, or ``None``."""
    if path == "assets/team.js":
        return (STATIC / "team.js").read_bytes()
    if path != "team.html":
        return None
    mark = TEAM.set(True)
    try:
        return _team_page().encode()
    finally:
        TEAM.reset(mark)


_INPUTS = (
    ("concept", "Concept (its id)", "new-form correction"), ("english", "English", "new-term"), ("chinese", "Chinese", "new-term"),
    ("replaces", "Form to correct", "correction"), ("term", "Term", "new-form correction"),
)  # fmt: skip


def _team_page() -> str:
    inputs = "".join(
        f'<label data-for="{use}">{t(label)}<input name="{name}" maxlength="{MAX_TEXT}"></label>'
        for name, label, use in _INPUTS
    )
    body = f"""<div class="leaf team"><h1 class="title">{t("Proposals")}</h1>
<h2>{t("Propose a change")}</h2>
<form class="sheet" id="propose">
<label>{t("Kind of proposal")}{_select("kind", {"new-form": "New form", "new-term": "New term", "correction": "Correction"})}</label>
{inputs}
<label data-for="new-term">{t("Field")}<select name="field"></select></label>
<label data-for="new-term correction">{t("Kind of concept")}{_select("category", {"": "as it is"} | {kind: kind for kind in CATEGORIES})}</label>
<label data-for="new-form correction">{t("Language")}{_select("lang", _LANGUAGES)}</label>
<label data-for="new-form">{t("Status")}{_select("status", {status: status for status in _STATUSES})}</label>
<label>{t("Source")}<input name="source" maxlength="{MAX_TEXT}" placeholder="cpl-2018:66" spellcheck="false"></label>
<label data-for="new-term correction" class="wide">{t("Definition")}<input name="definition" maxlength="{MAX_TEXT}"></label>
<label class="wide">{t("Reason")}<input name="reason" maxlength="{MAX_TEXT}"></label>
<label>{t("Your name")}<input name="author" maxlength="80" required autocomplete="name"></label>
<p class="actions wide"><button class="main" data-t>Send the proposal</button></p></form>
<p id="told" role="status"></p>
<h2>{t("What was proposed")}</h2>
<p class="actions"><label>{t("Editor token")}<input id="editor" type="password" autocomplete="off"></label><a href="api/proposals/patch" download="fayi-proposals.patch" data-t>Download what was accepted as a patch</a></p>
<div id="list" {attributes(aria_label="What was proposed")} role="region" data-endings='{escape(json.dumps(ENDINGS, ensure_ascii=False))}'></div></div>"""
    return page("Proposals", body, root="", current="Proposals", scripts=("team.js",))


def _select(name: str, options: dict[str, str]) -> str:
    rows = "".join(f'<option value="{value}" data-t>{text}</option>' for value, text in options.items())
    return f'<select name="{name}">{rows}</select>'
