"""Turn the two passes into texts and a gold list, and print how far they agree.

    python tests/extract/gold/agreement.py

Reads ``pass-a.txt`` (sentences with terms in square brackets) and ``pass-b.txt`` (per text, the terms
listed from the clean text); writes ``texts/NN.txt`` and ``gold.tsv``.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent


def read_blocks(path: Path) -> dict[str, list[str]]:
    blocks: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            lines = blocks[line[2:]] = []
        elif line.strip():
            lines.append(line)
    return blocks


def main() -> None:
    first = read_blocks(HERE / "pass-a.txt")
    second = read_blocks(HERE / "pass-b.txt")
    (HERE / "texts").mkdir(exist_ok=True)
    labels: dict[str, str] = {}
    both = either = in_a = in_b = 0
    for title, sentences in first.items():
        text = "\n".join(re.sub(r"[\[\]]", "", sentence) for sentence in sentences) + "\n"
        (HERE / "texts" / f"{title[:2]}.txt").write_text(text, encoding="utf-8")
        a = {
            term.lower().strip('"')
            for sentence in sentences
            for term in re.findall(r"\[([^\[\]]+)\]", sentence)
        }
        b = {term.strip() for line in second[title] for term in line.split("|")}
        absent = {term for term in b if term not in text.lower()}
        assert not absent, (title, absent)
        both, either, in_a, in_b = both + len(a & b), either + len(a | b), in_a + len(a), in_b + len(b)
        for term in sorted(a | b):
            label = "both" if term in a & b else "first" if term in a else "second"
            labels[term] = "both" if label == "both" or labels.get(term, label) != label else label
    rows = "".join(f"{term}\t{label}\n" for term, label in sorted(labels.items()))
    (HERE / "gold.tsv").write_text(rows, encoding="utf-8")
    sys.stdout.write(f"{len(labels)} terms; per text: first pass {in_a}, second {in_b}, both {both}\n")
    sys.stdout.write(f"agreement F1 {200 * both / (in_a + in_b):.1f}, Jaccard {100 * both / either:.1f}\n")


if __name__ == "__main__":
    main()
