"""One peer run by itself, in its own environment: ``python extraction_peers.py NAME DIR`` prints terms, best first.

``extraction.py --peers`` makes the environments and calls this. jate, pyate and textacy expect a spaCy model
that has to be downloaded from outside the package index. In its place they get spaCy's own English tokenizer,
the lexicon tagger of TextBlob and the lemmas of lemminflect, all from the index: a tagger of about the same
accuracy (93 % of the tags of UD-GUM), though not the one that their authors tested with. Every peer runs
with the least thresholds it has, so that nothing is lost before the comparison, and jate's lemmas are
followed by all their surface forms. The last line on standard error is the processor time after imports.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

COARSE = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "VB": "VERB",
    "VBP": "VERB", "VBZ": "VERB", "VBD": "VERB", "VBN": "VERB", "VBG": "VERB", "RB": "ADV", "RBR": "ADV", "RBS": "ADV",
    "IN": "ADP", "TO": "PART", "DT": "DET", "PRP": "PRON", "PRP$": "DET", "WP": "PRON", "WDT": "DET", "MD": "AUX",
    "CC": "CCONJ", "CD": "NUM", "POS": "PART", "UH": "INTJ", "WRB": "ADV", "EX": "PRON", "PDT": "DET", "RP": "ADP",
}  # fmt: skip
STOP_WORDS = (
    "a an and are as at be by for from has have in is it its of on or that the this to was were which will with not "
    "also may can"
)


def tagged_english(*_: object, **__: object) -> Any:
    """In place of ``spacy.load``: a blank pipeline with tags and lemmas."""
    import lemminflect
    import spacy
    from spacy.language import Language

    @Language.component("lexicon_tags")
    def lexicon_tags(doc: Any) -> Any:
        from textblob.en import parser

        for token, (_, tag) in zip(doc, parser.find_tags([t.text for t in doc]), strict=True):
            token.tag_ = tag
            token.pos_ = COARSE.get(tag, "PUNCT" if not token.is_alpha else "X")
            lemmas = (
                lemminflect.getLemma(token.text, token.pos_) if token.pos_ in ("NOUN", "VERB", "ADJ") else ()
            )
            token.lemma_ = (lemmas[0] if lemmas else token.text).lower()
        return doc

    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("lexicon_tags")
    return nlp


def run_jate(texts: list[str], folder: str) -> Iterable[str]:
    import jate

    # A directory: texts as such are each tried as a file name first and long ones fail.
    for term in jate.extract_corpus(folder, algorithm="basic", min_frequency=1):
        yield term.string
        yield from sorted(term.surface_forms)


def run_pyate(texts: list[str], folder: str) -> Iterable[str]:
    from pyate import TermExtraction, combo_basic

    # The package lacks the general corpus that it loads at every start; combo_basic does not use it.
    TermExtraction.get_general_domain = staticmethod(lambda *_, **__: None)
    yield from combo_basic("\n".join(texts), have_single_word=True).sort_values(ascending=False).index


def run_textacy(texts: list[str], folder: str) -> Iterable[str]:
    import spacy
    from textacy.extract import keyterms

    doc = spacy.load("en")("\n".join(texts))
    for term, _ in keyterms.textrank(doc, normalize="lower", topn=5000):
        yield term


def run_yake(texts: list[str], folder: str) -> Iterable[str]:
    import yake

    for term, _ in yake.KeywordExtractor(n=3, top=5000).extract_keywords("\n".join(texts)):
        yield term


def run_rake(texts: list[str], folder: str) -> Iterable[str]:
    from rake_nltk import Rake

    rake = Rake(
        stopwords=set(STOP_WORDS.split()),
        sentence_tokenizer=lambda text: re.split("[.!?;]", text),
        word_tokenizer=lambda sentence: re.findall(r"[\w'-]+|[^\w\s]", sentence),
    )
    rake.extract_keywords_from_text("\n".join(texts))
    yield from rake.get_ranked_phrases()


def run_poterminology(texts: list[str], folder: str) -> Iterable[str]:
    """A separate program that reads PO: every sentence becomes a message."""
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name, "texts.po"), Path(name, "terms.po")
        messages = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
        sentences = dict.fromkeys(
            s.strip() for t in texts for s in re.split(r"(?<=[.!?])\s+|\n", t) if s.strip()
        )
        for number, sentence in enumerate(sentences):
            quoted = sentence.replace("\\", "\\\\").replace('"', '\\"').replace("\t", " ")
            messages.append(f'#: a.c:{number}\nmsgid "{quoted}"\nmsgstr ""\n')
        source.write_text("\n".join(messages), encoding="utf-8")
        least = (
            "--inputs-needed=1",
            "--fullmsg-needed=1",
            "--substr-needed=1",
            "--locs-needed=0",
            "-t",
            "6",
            "-I",
        )
        program = Path(sys.executable).with_name("poterminology")
        subprocess.run(
            [program, *least, "--sort=frequency", "--progress=none", "-i", source, "-o", target],
            check=True, capture_output=True,
        )  # fmt: skip
        text = target.read_text(encoding="utf-8")
    for entry in re.findall(r'^msgid ((?:".*"\n)+)', text, re.MULTILINE):
        yield "".join(re.findall(r'"(.*)"', entry)).replace('\\"', '"')


RUNS = {
    "jate": run_jate, "pyate": run_pyate, "textacy": run_textacy, "yake": run_yake, "rake-nltk": run_rake,
    "translate-toolkit": run_poterminology,
}  # fmt: skip


def main(name: str, folder: str) -> None:
    if name in ("jate", "pyate", "textacy"):
        import spacy

        ready = tagged_english()
        spacy.load = lambda *_, **__: ready
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.txt"))]
    before = time.process_time()
    terms = list(RUNS[name](texts, folder))
    used = time.process_time() - before + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    print("\n".join(" ".join(term.split()) for term in terms))
    print(f"{used:.2f}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:3])
