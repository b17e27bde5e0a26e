"""Term extraction: quality, speed and review, beside the peers that are installed.

    python benchmarks/extraction.py [--acter DIR] [--peers DIR] [--review] [--speed TEXT]

Without options: quality on the own gold list in ``tests/extract/gold``.
--acter DIR   a checkout of AylaRT/ACTER (CC BY-NC-SA: for evaluation only, never part of Fayi): the
              English domains found there (``DIR/en/DOMAIN/annotated`` or ``DIR/acter-en-DOMAIN``).
--peers DIR   a directory of virtual environments named after the peers (``jate``, ``pyate``, ``yake``,
              ``rake-nltk``, ``translate-toolkit``); each that exists is run on the same texts. jate and pyate
              need the spaCy model en_core_web_sm in their environment.
--review      what decisions on the first 200, 400 and 800 candidates do to the next 100, and what learning
              every 50 decisions finds among 600 (the gold list decides).
--speed TEXT  megabytes a second and memory on a file or directory.

Protocol: TermEval 2020, unique lower-case surface forms with named entities, exact match. "own" is F1 at
the length that the tool chose, "best" at the best length with hindsight, AP and P@100 of the whole list
(peers: whole list, best length with hindsight).
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.extract.evaluation import best_f1, f1, precision_at
from toolkit.documents import read_documents
from toolkit.extract import Candidate, extract
from toolkit.extract.collect import Collection
from toolkit.extract.pipeline import rank
from toolkit.extract.scorers import SCORERS

OWN = Path(__file__).parent.parent / "tests" / "extract" / "gold"
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—", "-") | dict.fromkeys("‘’", "'"))

# Run in the peer's own environment; reads texts from the files named, prints terms, best first.
PEERS = {
    "jate basic": ("jate", "import jate, sys\nfor t in jate.extract(sys.argv[1], algorithm='basic', "
                           "min_frequency=1): print(t.string)"),
    "pyate combo_basic": ("pyate", "import sys, pathlib; from pyate import combo_basic\n"
                                   "text = '\\n'.join(p.read_text() for p in pathlib.Path(sys.argv[1]).glob('*.txt'))\n"
                                   "for t in combo_basic(text).sort_values(ascending=False).index: print(t)"),
    "yake": ("yake", "import sys, pathlib, yake\n"
                     "text = '\\n'.join(p.read_text() for p in pathlib.Path(sys.argv[1]).glob('*.txt'))\n"
                     "for t, _ in yake.KeywordExtractor(n=3, top=5000).extract_keywords(text): print(t)"),
    "rake-nltk": ("rake-nltk", "import sys, pathlib, re; from rake_nltk import Rake\n"
                               "text = '\\n'.join(p.read_text() for p in pathlib.Path(sys.argv[1]).glob('*.txt'))\n"
                               "stops = 'a an and are as at be by for from has have in is it its of on or that the this to "
                               "was were which will with not also may can'.split()\n"
                               "rake = Rake(stopwords=set(stops), sentence_tokenizer=lambda t: re.split('[.!?;]', t), "
                               "word_tokenizer=lambda s: re.findall(r\"[\\w'-]+|[^\\w\\s]\", s))\n"
                               "rake.extract_keywords_from_text(text)\nfor t in rake.get_ranked_phrases(): print(t)"),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acter", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--review", action="store_true")
    parser.add_argument("--speed", type=Path)
    options = parser.parse_args()
    if options.speed:
        measure_speed(options.speed)
        return
    inputs = [("own legal news", OWN / "texts", read_gold(OWN / "gold.tsv"))]
    if options.acter:
        inputs += list(find_domains(options.acter))
    for name, texts, gold in inputs:
        size = sum(path.stat().st_size for path in texts.glob("*.txt"))
        print(
            f"\n{name}: {len(list(texts.glob('*.txt')))} texts, {size / 1000:.0f} KB, {len(gold)} gold forms ({texts})"
        )
        if options.review:
            measure_review(texts, gold)
            continue
        print(f"{'':24}{'own':>6}{'best':>6}{'AP':>6}{'P@100':>6}{'rows':>7}{'s':>7}")
        for scorer in SCORERS:
            start = time.process_time()
            chosen = surfaces(extract(read_documents([str(texts)]), scorer=scorer))
            seconds = time.process_time() - start
            ranked = surfaces(extract(read_documents([str(texts)]), scorer=scorer, complete=True))
            # Only the combined score is on the scale that the choice of length understands.
            own = f"{f1(chosen, gold):6.1f}" if scorer == "combined" else f"{'–':>6}"
            print_row(f"fayi {scorer}", own, ranked, gold, seconds)
        for peer, (folder, program) in PEERS.items():
            python = options.peers / folder / "bin" / "python" if options.peers else None
            if python is None or not python.exists():
                print(f"{peer:24}not installed")
                continue
            start = time.perf_counter()
            run = subprocess.run(
                [python, "-c", program, str(texts)], capture_output=True, text=True, check=False
            )
            if run.returncode:
                print(f"{peer:24}failed: {(run.stderr.strip().splitlines() or ['?'])[-1][:80]}")
                continue
            terms = [key(line) for line in run.stdout.splitlines() if line.strip()]
            print_row(peer, f"{'–':>6}", terms, gold, time.perf_counter() - start)
        print(
            "translate-toolkit poterminology reads PO only: poterminology -o terms.po TEXTS.po, then compare by hand"
        )


def print_row(name: str, own: str, ranked: list[str], gold: set[str], seconds: float) -> None:
    print(
        f"{name:24}{own}{best_f1(ranked, gold):6.1f}{average_precision(ranked, gold):6.1f}"
        f"{precision_at(ranked, gold, 100):6.0f}{len(ranked):7}{seconds:7.2f}"
    )


def average_precision(ranked: list[str], gold: set[str]) -> float:
    hits = total = 0.0
    for place, term in enumerate(dict.fromkeys(ranked), 1):
        if term in gold:
            hits += 1
            total += hits / place
    return 100 * total / len(gold)


def key(term: str) -> str:
    return " ".join(term.translate(DASHES).lower().split())


def read_gold(path: Path) -> set[str]:
    return {
        key(line.partition("\t")[0]) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    }


def find_domains(root: Path) -> Iterator[tuple[str, Path, set[str]]]:
    """The English domains of an ACTER checkout: name, directory of texts, gold with named entities."""
    for gold in sorted(root.rglob("*_en_terms_nes.tsv")):
        for texts in (gold.parent / "texts", *gold.parent.rglob("texts"), *gold.parent.parent.rglob("texts")):
            if texts.is_dir() and any(texts.glob("*.txt")):
                yield f"ACTER {gold.name.split('_')[0]}", texts, read_gold(gold)
                break


def surfaces(candidates: list[Candidate]) -> list[str]:
    return [key(form.text) for candidate in candidates for form in candidate.forms]


def measure_review(texts: Path, gold: set[str]) -> None:
    collection = Collection()
    for document in read_documents([str(texts)]):
        collection.add(document)

    def right(candidate: Candidate) -> bool:
        return any(key(form.text) in gold for form in candidate.forms)

    def learnt(decided: list[Candidate]) -> list[Candidate]:
        accepted = [c.term for c in decided if right(c)]
        rejected = [c.term for c in decided if not right(c)]
        return rank(collection, complete=True, accepted=accepted, rejected=rejected)

    fixed = rank(collection, complete=True)
    print(f"{'decisions':>9}{'next 100 without learning':>28}{'with':>6}")
    for done in (200, 400, 800):
        plain = sum(map(right, fixed[done : done + 100]))
        print(f"{done:9}{plain:28}{sum(map(right, learnt(fixed[:done])[:100])):6}")
    queue, decided = fixed, []
    while len(decided) < 600 and queue:
        decided += queue[:50]
        queue = learnt(decided)
    print(
        f"right among 600 decisions: {sum(map(right, fixed[:600]))}, learning every 50: {sum(map(right, decided))}"
    )


def measure_speed(path: Path) -> None:
    start = time.process_time()
    collection = Collection()
    size = 0
    for document in read_documents([str(path)]):
        size += sum(len(segment.text) for segment in document.segments)
        collection.add(document)
    read = time.process_time() - start
    found = len(rank(collection))
    total = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{path}: {size / 1e6:.2f} MB, {collection.tokens:,} tokens; collected in {read:.2f} s, ranked in "
        f"{total - read:.2f} s: {size / 1e6 / total:.2f} MB/s, {memory:.0f} MB of memory, {found} candidates"
    )


if __name__ == "__main__":
    main()
