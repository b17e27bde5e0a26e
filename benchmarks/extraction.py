"""Term extraction: quality, speed and review, beside its peers.

    python benchmarks/extraction.py [--acter DIR] [--peers DIR] [--chart FILE.svg] [--review] [--speed TEXT]

Without options: quality on the own gold lists in ``tests/extract``.
--acter DIR   a checkout of AylaRT/ACTER (CC BY-NC-SA: for evaluation only, never part of Fayi): the
              English domains found there (``DIR/en/DOMAIN/annotated`` or ``DIR/acter-en-DOMAIN``).
--peers DIR   runs jate, pyate, textacy, yake, rake-nltk and poterminology too, each in its own environment
              in DIR; what is not there is installed from the package index (see ``extraction_peers.py``
              for what stands in for the models that three of them would download).
--chart FILE  draws the best F1 of each as SVG.
--review      what decisions on the first 200, 400 and 800 candidates do to the next 100, and what learning
              every 50 decisions finds among 600 (the gold list decides).
--speed TEXT  megabytes a second and memory on a file or directory.

Protocol: TermEval 2020, unique lower-case surface forms with named entities, exact match. "own" is F1 at
the length that the tool chose, "best" at the best length with hindsight, AP and P@100 of the whole list
(peers: whole list, best length with hindsight). "s" is processor time; for peers without their imports.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from extraction_chart import draw

from tests.extract.evaluation import best_f1, f1, precision_at
from toolkit.cli.extract import known_terms
from toolkit.documents import read_documents
from toolkit.extract import Candidate, extract
from toolkit.extract.collect import Collection
from toolkit.extract.pipeline import rank
from toolkit.extract.scorers import SCORERS

OWN = Path(__file__).parent.parent / "tests" / "extract" / "gold"
OTHER = sorted(path for path in OWN.with_name("other-domains").iterdir() if path.is_dir())
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—", "-") | dict.fromkeys("‘’", "'"))

# Name → what its environment needs from the package index.
PEERS = {
    "jate": ["jate==3.3.0", "textblob==0.20.1", "lemminflect==0.2.3"],
    "pyate": ["pyate==0.5.5", "textblob==0.20.1", "lemminflect==0.2.3"],
    "textacy": ["textacy==0.13.0", "textblob==0.20.1", "lemminflect==0.2.3"],
    "yake": ["yake==0.7.3"],
    "rake-nltk": ["rake-nltk==1.0.6"],
    "translate-toolkit": ["translate-toolkit==3.20.4"],
}
LABELS = {
    "jate": "jate basic", "pyate": "pyate combo_basic", "textacy": "textacy textrank",
    "translate-toolkit": "poterminology",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acter", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--chart", type=Path)
    parser.add_argument("--review", action="store_true")
    parser.add_argument("--speed", type=Path)
    options = parser.parse_args()
    if options.speed:
        measure_speed(options.speed)
        return
    inputs = [("own legal news", OWN / "texts", read_gold(OWN / "gold.tsv"))]
    inputs += [(place.name, place / "texts", read_gold(place / "gold.tsv")) for place in OTHER]
    if options.acter:
        inputs += list(find_domains(options.acter))
    results: dict[str, dict[str, float]] = {}
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
            if scorer == "combined":
                results[name] = {"fayi, own length": f1(chosen, gold), "fayi": best_f1(ranked, gold)}
            print_row(f"fayi {scorer}", own, ranked, gold, seconds)
        print_with_termbase(texts, gold)
        for peer in PEERS if options.peers else ():
            terms, seconds, problem = run_peer(options.peers, peer, texts)
            if problem:
                print(f"{LABELS.get(peer, peer):24}{problem}")
                continue
            print_row(LABELS.get(peer, peer), f"{'–':>6}", terms, gold, seconds)
            results.setdefault(name, {})[LABELS.get(peer, peer)] = best_f1(terms, gold)
    if options.chart:
        options.chart.write_text(draw(results), encoding="utf-8")


def print_with_termbase(texts: Path, gold: set[str]) -> None:
    known = known_terms()
    start = time.process_time()
    chosen = surfaces(extract(read_documents([str(texts)]), known=known))
    seconds = time.process_time() - start
    ranked = surfaces(extract(read_documents([str(texts)]), known=known, complete=True))
    print_row("fayi with the termbase", f"{f1(chosen, gold):6.1f}", ranked, gold, seconds)


def run_peer(place: Path, peer: str, texts: Path) -> tuple[list[str], float, str]:
    """``(terms, seconds, "")`` of a peer in its own environment, made if it is not there, or the problem."""
    python = place / peer / "bin" / "python"
    if not python.exists():
        print(f"installing {peer} …", file=sys.stderr)
        venv.create(place / peer, with_pip=True)
        made = subprocess.run(
            [python, "-m", "pip", "install", "-q", *PEERS[peer]], capture_output=True, text=True, check=False
        )
        if made.returncode:
            shutil.rmtree(place / peer)
            return [], 0.0, "cannot be installed: " + last_line(made.stderr)
    script = Path(__file__).with_name("extraction_peers.py")
    try:
        run = subprocess.run(
            [python, "-W", "ignore", script, peer, texts],
            capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return [], 0.0, "no result within 15 minutes"
    if run.returncode:
        return [], 0.0, "failed: " + last_line(run.stderr)
    return [key(line) for line in run.stdout.splitlines() if line.strip()], float(last_line(run.stderr)), ""


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["?"])[-1][:80]


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

    def learnt(decided: list[Candidate], scorer: str) -> list[Candidate]:
        accepted = [c.term for c in decided if right(c)]
        rejected = [c.term for c in decided if not right(c)]
        return rank(collection, complete=True, scorer=scorer, accepted=accepted, rejected=rejected)

    print(f"{'':12}{'decisions':>9}{'next 100 without learning':>28}{'with':>6}")
    # The simple rankings show what learning does to a list that is mostly wrong.
    for scorer in ("frequency", "contrast", "combined"):
        fixed = rank(collection, complete=True, scorer=scorer)
        for done in (200, 400, 800):
            plain = sum(map(right, fixed[done : done + 100]))
            with_lessons = sum(map(right, learnt(fixed[:done], scorer)[:100]))
            print(f"{scorer:12}{done:9}{plain:28}{with_lessons:6}")
    queue, decided = fixed, []
    while len(decided) < 600 and queue:
        decided += queue[:50]
        queue = learnt(decided, "combined")
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
