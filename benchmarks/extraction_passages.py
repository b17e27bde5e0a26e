"""How much the choice of the list's length costs on texts of all sizes.

    python benchmarks/extraction_passages.py [--acter DIR]

Passages of the lists of ``extraction.py``, each with the gold forms that stand in it: F1 at the length that
was chosen against F1 at the best length with hindsight. The lists on legal texts run with the termbase too.
In short passages the best length is partly luck: it can be off by a few terms, and a term is a point.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from extraction import OTHER, OWN, find_domains, key, read_gold, surfaces

from tests.extract.evaluation import best_f1, f1
from toolkit.cli.extract import known_terms
from toolkit.documents import read_documents
from toolkit.extract.collect import Collection
from toolkit.extract.pipeline import rank
from toolkit.extract.tokens import join_tokens, split_tokens
from toolkit.model import Document

# Tokens of a passage → passages taken from a list at most.
SIZES = {300: 8, 500: 8, 1_000: 8, 2_000: 6, 4_000: 5, 8_000: 4, 16_000: 3, 32_000: 2}
LEAST_GOLD = 10
LEGAL = ("own legal news", "anti-corruption")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--acter", type=Path)
    options = parser.parse_args()
    inputs = [("own legal news", OWN / "texts", read_gold(OWN / "gold.tsv"))]
    inputs += [(place.name, place / "texts", read_gold(place / "gold.tsv")) for place in OTHER]
    if options.acter:
        inputs += list(find_domains(options.acter))
    known = known_terms()
    losses: dict[tuple[str, str], list[float]] = defaultdict(list)
    for name, texts, gold in inputs:
        documents = list(read_documents([str(texts)]))
        for passage in passages(documents):
            here = standing_in(passage, gold)
            if len(here) < LEAST_GOLD:
                continue
            collection = Collection()
            for document in passage:
                collection.add(document)
            for label, finder in (("", None), *([(" with the termbase", known)] if name in LEGAL else [])):
                chosen = surfaces(rank(collection, known=finder))
                ranked = surfaces(rank(collection, known=finder, complete=True))
                loss = best_f1(ranked, here) - f1(chosen, here)
                losses[name + label, band(collection.tokens)].append(loss)
    bands = ("< 500", "< 800", "< 1500", "< 3000", "3000 +")
    print(f"{'F1 lost (passages)':36}" + "".join(f"{size:>12}" for size in bands))
    for name in dict.fromkeys(name for name, _ in losses):
        print(f"{name:36}" + "".join(f"{mean(losses.get((name, size), [])):>12}" for size in bands))
    every = {size: [x for (_, at), row in losses.items() if at == size for x in row] for size in bands}
    print(f"{'all':36}" + "".join(f"{mean(every[size]):>12}" for size in bands))


def passages(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Runs of whole segments: the whole list first, then some of every size that is at most three quarters of it."""
    sized = [(d.name, s, len(split_tokens(s.text))) for d in documents for s in d.segments]
    total = sum(tokens for _, _, tokens in sized)
    yield list(documents)
    for size, most in SIZES.items():
        count = min(total // size, most) if size <= 0.75 * total else 0
        for start in (number * total // count for number in range(count)):
            at = 0
            found = defaultdict(list)
            for name, segment, tokens in sized:
                if start <= at < start + size:
                    found[name].append(segment)
                at += tokens
            if found:
                yield [Document(name, tuple(segments)) for name, segments in found.items()]


def standing_in(passage: Sequence[Document], gold: set[str]) -> set[str]:
    text = " ".join(f" {spaced(segment.text)} " for document in passage for segment in document.segments)
    return {term for term in gold if f" {spaced(term)} " in text}


def spaced(text: str) -> str:
    return key(join_tokens(split_tokens(text)))


def band(tokens: int) -> str:
    return next((f"< {limit}" for limit in (500, 800, 1500, 3000) if tokens < limit), "3000 +")


def mean(row: Sequence[float]) -> str:
    return f"{sum(row) / len(row):.1f} ({len(row)})" if row else "–"


if __name__ == "__main__":
    main()
