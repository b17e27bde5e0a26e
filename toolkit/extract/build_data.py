"""Build the two tables in ``toolkit/extract/data`` (a developer's tool, never run by the others).

    python -m toolkit.extract.build_data en-lexicon.txt frequency_dictionary_en_82_765.txt \\
        frequency_bigramdictionary_en_243_342.txt

The first input is the Brill lexicon as packaged in TextBlob 0.20 (``textblob/en``), the others the
word and word pair lists of symspellpy 6; licences are in ``data/README.md``.
"""

from __future__ import annotations

import gzip
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
# Words above this level (1.6 per thousand) are function words.
COMMON = 62
DATA = Path(__file__).parent / "data"

# Penn tags to the one-letter classes of ``tagging``; tags that are not listed are left out.
CLASSES = {
    "NN": "N", "NNS": "S", "NNP": "P", "NNPS": "P", "JJ": "A", "JJR": "J", "JJS": "J",
    "VB": "V", "VBP": "V", "VBZ": "Z", "VBD": "D", "VBN": "E", "VBG": "G",
    "RB": "R", "RBR": "R", "RBS": "R", "RP": "R", "WRB": "w", "IN": "i", "DT": "d", "PRP$": "d",
    "WP$": "d", "PRP": "p", "WP": "w", "WDT": "w", "EX": "p", "MD": "m", "CC": "c", "CD": "n",
    "UH": "x", "FW": "F",
}  # fmt: skip


def inflections(word: str) -> tuple[str, str]:
    """The regular -ed and -ing form: ``("stopped", "stopping")`` is not tried, ``stop`` is irregular here."""
    stem = word[:-1] if word.endswith("e") else word
    past = word[:-1] + "ied" if word.endswith("y") and word[-2:-1] not in "aeiou" else stem + "ed"
    return past, stem + "ing"


def doubled(word: str) -> tuple[str, str]:
    return word + word[-1] + "ed", word + word[-1] + "ing"


def read_frequencies(path: Path) -> dict[str, int]:
    """Occurrences per thousand million words on the scale 10 * log10, rounded: ``{"the": 76}``."""
    counts: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        word, count = line.split()
        counts[word] = int(count)
    total = sum(counts.values())
    return {word: round(10 * math.log10(count / total * 1e9)) for word, count in counts.items()}


def read_lexicon(path: Path, known: set[str]) -> dict[str, str]:
    """Word → class; nouns that are verbs too get ``B`` (singular) or ``Y`` (-s form)."""
    tags: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(";"):
            continue
        word, _, tag = line.rpartition(" ")
        tag = CLASSES.get(tag.split("|")[0], "")
        if tag and WORD.fullmatch(word) and (word.islower() or (tag == "P" and word.istitle())):
            tags[word] = tag
    tags = {word: tag for word, tag in tags.items() if tag != "P" or word.lower() not in tags}
    forms = set(tags) | known

    def verb(word: str) -> bool:
        return any(all(form in forms for form in pair) for pair in (inflections(word), doubled(word)))

    for word, tag in list(tags.items()):
        if not word.islower() or len(word) < 3:
            continue
        if tag == "N" and verb(word):
            tags[word] = "B"
        elif tag == "S" and word.endswith("s") and any(verb(s) for s in (word[:-1], word[:-2]) if len(s) > 2):
            tags[word] = "Y"
    return tags


def read_pairs(path: Path, levels: dict[str, int]) -> dict[str, list[str]]:
    """First word → second words of the pairs of two content words, by their commonness."""
    pairs: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        first, second, _ = line.split()
        if all(len(word) > 2 and levels.get(word, 99) <= COMMON for word in (first, second)):
            pairs[first].append(second)
    return pairs


def write_groups(path: Path, groups: dict[str, list[str]]) -> None:
    """One line a group: the key, then its words, blank-separated; gzip without a time stamp."""
    text = "".join(f"{key} {' '.join(sorted(words))}\n" for key, words in sorted(groups.items()))
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(text.encode())


def main(lexicon: str, frequencies: str, pairs: str) -> None:
    levels = read_frequencies(Path(frequencies))
    by_level: dict[str, list[str]] = defaultdict(list)
    for word, level in levels.items():
        by_level[str(level)].append(word)
    by_tag: dict[str, list[str]] = defaultdict(list)
    for word, tag in read_lexicon(Path(lexicon), set(levels)).items():
        by_tag[tag].append(word)
    DATA.mkdir(exist_ok=True)
    write_groups(DATA / "frequencies.txt.gz", by_level)
    write_groups(DATA / "lexicon.txt.gz", by_tag)
    write_groups(DATA / "pairs.txt.gz", read_pairs(Path(pairs), levels))


if __name__ == "__main__":
    main(*sys.argv[1:4])
