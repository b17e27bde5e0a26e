"""One pass over the texts: noun phrases, phrases with a preposition, names and words, counted.

Only distinct phrases are kept, with their class letters and the first places where they stand;
their parts are worked out afterwards, once per distinct phrase (``expand``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from toolkit.extract.abbreviations import IN_BRACKETS, long_form
from toolkit.extract.residue import without_residue
from toolkit.extract.tagging import TagTable, tag_tokens
from toolkit.extract.tokens import join_tokens, split_tokens
from toolkit.model import Document

NOUN_PHRASE = re.compile(r"[AJEGNSPFn]+(?:q(?=[AJEGNSPF])[AJEGNSPFn]+)*")
WITH_PREPOSITION = re.compile(
    r"(?=((?:[AJEGNSPF]|q(?=[AJEGNSPF])){0,4}[NSPFG](?:[oit]d?[AEJGNSPF]{0,3}[NSPFG]){1,2}))[AJEGNSPF]+"
)
# "civil, administrative and criminal | litigation": the words before the conjunction lack the head.
SHARED_HEAD = re.compile(r"([AEN])(?<![AEJGNSPFRq].)(?:,\1){0,8},?c\1([AN]?[NS])(?![AEGNSPFqn])")
NUMBERED = re.compile("[NSBP](?=n)")
DIVISIONS = frozenset(
    "paragraph subparagraph section subsection article art item point chapter part annex appendix figure fig table equation"
    " eq page no para".split()
)
# Shapes: C capitalised, K capitals, I initial, S capitalised at a sentence start, n number,
# o of, d the, v particle of a family name, i for/on/against, c and, q possessive, l other.
# The first line takes "Act of 9 March 2006".
NAME = re.compile(
    r"[CS]{1,3}onCn|"
    r"(?:[CKI]|S(?=[CKIv]))(?:[CKI]|v{1,2}(?=[CK])|[oi](?=[CK])|[oi]d(?=[CK])|(?<=[oid][CK])c(?=[CK])|(?<=[oid][CK][CK])c(?=[CK])|(?<=[oid][CK][CK][CK])c(?=[CK])|q(?=[CK]))*(?:n(?![,%])){0,1}"
)
CONNECTORS = {
    "of": "o",
    "the": "d",
    "and": "c",
    "&": "c",
    "for": "i",
    "on": "i",
    "against": "i",
    "'s": "q",
    "’s": "q",
}
CONNECTORS |= dict.fromkeys(("de", "van", "der", "von", "la", "le", "du", "del", "di", "da", "bin", "al", "ten",
                             "ter", "den", "des", "dos", "y"), "v")  # fmt: skip
TITLES = frozenset("Mr Mrs Ms Dr Prof Professor Sir Miss Asst Assoc Messrs Judge".split())
# Beyond this many distinct phrases of a kind the rarest are forgotten (a phrase takes about 600 bytes with
# its places, so that the three tables stay under 0.8 GB). A phrase that comes back later is counted from 1
# again: counts can be too low for what is rare and spread wide, never too high (Manku & Motwani 2002, lossy
# counting). Once anything has been forgotten, phrases as rare as that are no candidates (``dependable``).
# A book or a year of news stays below.
MAXIMUM_PHRASES = 400_000
PLACES = 3

# Characters of text that are kept in memory to show where candidates stand; beyond that candidates
# are counted without places.
KEPT = 64_000_000

Sighting = tuple[tuple[int, int, str], int]
"""Index of the document, of the segment, the text of the segment; number of the first token."""


class Phrase:
    """A distinct phrase as it stands in the texts, case kept."""

    __slots__ = ("count", "last", "places", "tags", "texts", "tokens", "width")

    def __init__(
        self, tokens: tuple[str, ...], tags: str, document: int, place: Sighting, width: int = 0
    ) -> None:
        self.tokens = tokens
        self.tags = tags
        self.count = 1
        self.texts = 1
        self.last = document
        self.places = [place]
        self.width = width
        """Tokens in the text if there are others in between (``Collection.halves``), or 0."""

    def seen(self, document: int, place: Sighting) -> None:
        """Once more."""
        self.count = count = self.count + 1
        if self.last != document:
            self.last = document
            self.texts += 1
        if count <= PLACES:
            self.places.append(place)


class ShapeTable(dict[str, str]):
    """Token → shape letter."""

    def __init__(self, table: TagTable) -> None:
        super().__init__(CONNECTORS)
        self.update(dict.fromkeys(TITLES, "t"))
        self.tags = table

    def __missing__(self, token: str) -> str:
        shape = self.classify(token)
        if len(self) < 500_000:
            self[token] = shape
        return shape

    def classify(self, token: str) -> str:
        first = token[0]
        if first.isupper():
            if token.endswith("."):
                return "I"
            return "K" if sum(c.isupper() for c in token) > 1 or len(token) == 1 else "C"
        if first.isalpha():
            return "K" if any(c.isupper() for c in token) else "l"
        if first.isdigit():
            return "n"
        return self.tags[token] if self.tags[token] in ".()," else ","


SENTENCE_STARTS = (".C", "(C", ".,C", "(,C", ".,,C")


def mark_sentence_starts(shapes: str) -> str:
    """``C`` becomes ``S`` at the start and after a full stop or bracket, quotation marks (``,``) apart."""
    shapes = "." + shapes
    for start in SENTENCE_STARTS:
        shapes = shapes.replace(start, start[:-1] + "S")
    return shapes[1:]


class Collection:
    """What has been seen so far; ``add`` a document at a time."""

    def __init__(self) -> None:
        self.tagger = TagTable()
        self.shapes = ShapeTable(self.tagger)
        self.phrases: dict[str, Phrase] = {}
        self.linked: dict[str, Phrase] = {}
        self.names: dict[str, Phrase] = {}
        self.halves: dict[str, Phrase] = {}
        self.words: Counter[tuple[str, str, str]] = Counter()
        """(token, class letter, shape letter) → occurrences."""
        self.abbreviations: Counter[tuple[str, str]] = Counter()
        """(long form, short form), both lower-cased → occurrences."""
        self.short_forms: set[str] = set()
        self.cited: Counter[str] = Counter()
        """Words that count parts of texts ("article") → occurrences before a number ("Article 5")."""
        self.documents: list[str] = []
        self.tokens = 0
        self.kept = 0
        self.forgotten = 0
        """Phrases of at most this many occurrences were forgotten at some point; 0: none were."""

    def add(self, document: Document) -> None:
        index = len(self.documents)
        self.documents.append(document.name)
        for number, segment in enumerate(document.segments):
            if not segment.furniture and segment.text.strip():
                self.add_text(segment.text, index, number)

    def add_text(self, text: str, document: int, segment: int) -> None:
        text = without_residue(text)
        tokens = split_tokens(text)
        tags = tag_tokens(tokens, self.tagger)
        if is_foreign(tokens, tags, self.tagger):
            return
        shapes = mark_sentence_starts("".join(map(self.shapes.__getitem__, tokens)))
        if is_heading(shapes):
            tokens, shapes = lower_known(tokens, shapes, self.tagger)
        if "n" in tags:
            for number in NUMBERED.finditer(tags):
                word = tokens[number.start()].lower()
                if word.removesuffix("s") in DIVISIONS:
                    self.cited[word] += 1
        self.tokens += len(tokens)
        self.words.update(zip(tokens, tags, shapes, strict=True))
        self.kept += len(text)
        place = (document, segment, text if self.kept < KEPT else "")
        linked = WITH_PREPOSITION.finditer(tags) if "o" in tags or "i" in tags or "t" in tags else ()
        for table, spans in (
            (self.phrases, [match.span() for match in NOUN_PHRASE.finditer(tags)]),
            (self.linked, [match.span(1) for match in linked]),
            (self.names, [match.span() for match in NAME.finditer(shapes)]),
        ):
            for start, end in spans:
                key = tokens[start] if end - start == 1 else " ".join(tokens[start:end])
                phrase = table.get(key)
                if phrase is None:
                    table[key] = Phrase(tuple(tokens[start:end]), tags[start:end], document, (place, start))
                    continue
                phrase.seen(document, (place, start))
            if len(table) > MAXIMUM_PHRASES:
                self.forget(table)
        if "c" in tags:
            self.add_halves(tokens, tags, document, place)
        if "(" in shapes:
            self.add_abbreviations(tokens, shapes)

    def add_halves(self, tokens: list[str], tags: str, document: int, place: tuple[int, int, str]) -> None:
        """The first parts of "civil and administrative litigation", each with the head that they share."""
        for match in SHARED_HEAD.finditer(tags):
            start, (head, end) = match.start(), match.span(2)
            # "was arrested and convicted" are verbs.
            if tags[start] == "E" and (start == 0 or tags[start - 1] not in "doi"):
                continue
            for first in range(start, tags.index("c", start), 2):
                key = " ".join((tokens[first], *tokens[head:end]))
                phrase = self.halves.get(key)
                if phrase:
                    phrase.seen(document, (place, first))
                else:
                    words, classes = (tokens[first], *tokens[head:end]), tags[first] + tags[head:end]
                    self.halves[key] = Phrase(words, classes, document, (place, first), end - first)
        if len(self.halves) > MAXIMUM_PHRASES:
            self.forget(self.halves)

    def add_abbreviations(self, tokens: list[str], shapes: str) -> None:
        for match in IN_BRACKETS.finditer(shapes):
            short = tokens[match.start() + 1]
            span = long_form(tokens[: match.start()], short)
            if span:
                long = join_tokens(tokens[span[0] : span[1]])
                self.abbreviations[long, short.lower()] += 1
                self.short_forms.add(short.lower())

    def capitalised(self) -> set[str]:
        """Words (lower case) that stand with a capital more often than without, headings apart."""
        balance: Counter[str] = Counter()
        for (token, _, shape), count in self.words.items():
            if shape in "CKl":
                balance[token.lower()] += count if shape != "l" else -count
        return {word for word, count in balance.items() if count > 0}

    def dependable(self, table: dict[str, Phrase]) -> Iterator[Phrase]:
        """The phrases that occur more often than what was forgotten: all of them in texts of usual size."""
        floor = self.forgotten
        return (phrase for phrase in table.values() if phrase.count > floor)

    def forget(self, table: dict[str, Phrase]) -> None:
        """Drop the rarest phrases until a quarter of the room is free."""
        floor = 0
        while len(table) > 0.75 * MAXIMUM_PHRASES:
            floor += 1
            for key in [key for key, phrase in table.items() if phrase.count <= floor]:
                del table[key]
        self.forgotten = max(self.forgotten, floor)
        if len(self.words) > MAXIMUM_PHRASES:
            self.words = Counter({word: count for word, count in self.words.items() if count > floor})
        if len(self.abbreviations) > MAXIMUM_PHRASES:
            self.abbreviations = Counter({pair: n for pair, n in self.abbreviations.items() if n > floor})
            self.short_forms = {short for _, short in self.abbreviations}


def is_foreign(tokens: list[str], tags: str, table: TagTable) -> bool:
    """True for a segment of another language: six or more words, most of them unknown."""
    if len(tokens) < 6 or sum(map(tags.count, "doitpvc")) > 0.2 * len(tokens):
        return False
    words = [token.lower() for token in tokens if token.isalpha()]
    known = sum(word in table.known or word in table.lexicon for word in words)
    return len(words) >= 6 and known < 0.5 * len(words)


def is_heading(shapes: str) -> bool:
    """True if nearly every longer word is capitalised, so that capitals say nothing about names."""
    if shapes.endswith("."):
        return False
    capitals = sum(map(shapes.count, "CKS"))
    return capitals >= 2 and capitals > 4 * shapes.count("l") and capitals < 25


def lower_known(tokens: list[str], shapes: str, table: TagTable) -> tuple[list[str], str]:
    """A heading with its ordinary words in lower case; words that general English lacks keep theirs."""
    new = list(tokens)
    letters = list(shapes)
    for i, token in enumerate(tokens):
        lower = token.lower()
        if shapes[i] in "CKS" and lower in table.lexicon:
            new[i], letters[i] = lower, "l"
    return new, "".join(letters)


def collect(documents: Iterable[Document]) -> Collection:
    """The counts of all documents; one document is held in memory at a time."""
    collection = Collection()
    for document in documents:
        collection.add(document)
    return collection
