"""``extract``: texts in, ranked candidates out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from toolkit.extract.candidates import Form, list_forms
from toolkit.extract.collect import Collection
from toolkit.extract.cutoff import chosen_length, even_score, shifted_even
from toolkit.extract.features import Corpus
from toolkit.extract.known import Finder, Known, known_lift, whole_match
from toolkit.extract.model import Candidate, Sighting, SurfaceForm
from toolkit.extract.review import relearn
from toolkit.extract.scorers import SCORERS
from toolkit.model import Document
from toolkit.text import singular

# Always plural in legal English: their singular is another word.
ALWAYS_PLURAL = frozenset(
    "damages proceedings premises assets goods arms earnings customs securities means works news affairs savings "
    "remains belongings headquarters minutes series species united nations".split()
)


Rows = list[tuple[float, Form]]
"""The forms of one group with their scores, best first."""


def extract(
    documents: Iterable[Document],
    *,
    known: Finder | Known | None = None,
    limit: int | None = None,
    complete: bool = False,
    minimum_frequency: int = 1,
    minimum_score: float | None = None,
    scorer: str = "combined",
    accepted: Iterable[str] = (),
    rejected: Iterable[str] = (),
    on_document: Callable[[Document], None] | None = None,
) -> list[Candidate]:
    """Term candidates of ``documents``, best first.

    The list ends where longer would lower its expected F1 (``cutoff``), after ``limit`` candidates or below
    ``minimum_score`` if one of them is given, or never if ``complete``. ``accepted`` and ``rejected`` are terms already decided on:
    they are left out, and what they teach re-ranks the rest (``review``). Furniture segments are not
    searched. ``on_document`` is called after each document (for progress).
    """
    collection = Collection()
    for document in documents:
        collection.add(document)
        if on_document:
            on_document(document)
    return rank(
        collection, known=known, limit=limit, complete=complete, minimum_frequency=minimum_frequency,
        minimum_score=minimum_score, scorer=scorer, accepted=accepted, rejected=rejected,
    )  # fmt: skip


def rank(
    collection: Collection,
    *,
    known: Finder | Known | None = None,
    limit: int | None = None,
    complete: bool = False,
    minimum_frequency: int = 1,
    minimum_score: float | None = None,
    scorer: str = "combined",
    accepted: Iterable[str] = (),
    rejected: Iterable[str] = (),
) -> list[Candidate]:
    """The candidates of what was collected; see ``extract``."""
    forms = list_forms(collection)
    corpus = Corpus(collection, forms)
    score = SCORERS[scorer]
    groups: dict[str, Rows] = defaultdict(list)
    for form in forms.values():
        if corpus.groups[form.group] >= minimum_frequency:
            groups[form.group].append((score(form, corpus), form))
    for rows in groups.values():
        if len(rows) > 1:
            rows.sort(key=lambda row: (-row[0], row[1].text))
    ranked = in_order([(rows[0][0], rows) for rows in groups.values()])
    phrases = [
        (value, corpus.groups[form.group])
        for value, form in (rows[0] for _, rows in ranked)
        if form.kind == "phrase" and not form.half
    ]
    even = even_score(collection.tokens, len(collection.documents), phrases)
    concepts: dict[str, str] = {}
    if known:
        # What being known can lift into the list stands not far below its end.
        length = chosen_length(sizes(ranked), even)
        near = len(ranked) if complete else 500 + 2 * (limit or length)
        concept_of = known if callable(known) else whole_match(known)
        concepts = name_concepts([rows for _, rows in ranked[:near]], concept_of)
        lift = known_lift([rows[0][1].group for _, rows in ranked[:length]], concepts)
        lifted = in_order([(value + lift(rows[0][1].group), rows) for value, rows in ranked[:near]])
        even = shifted_even(list(sizes(ranked[:near])), list(sizes(lifted)), even)
        ranked[:near] = lifted
    accepted, rejected = list(accepted), list(rejected)
    if accepted or rejected:
        ranked = relearn(ranked, forms, corpus, accepted, rejected)
    if minimum_score is not None:
        ranked = [row for row in ranked if row[0] >= minimum_score]
    if limit is not None:
        ranked = ranked[:limit]
    elif not complete and minimum_score is None:
        ranked = ranked[: chosen_length(sizes(ranked), even)]
    capitals = collection.capitalised()
    variants = find_variants([rows for _, rows in ranked], collection, capitals)
    return [
        build_candidate(value, [form for _, form in rows], collection, concepts, variants, capitals)
        for value, rows in ranked
    ]


def in_order(ranked: Iterable[tuple[float, Rows]]) -> list[tuple[float, Rows]]:
    """Best first, equal scores by the alphabet."""
    # Texts are distinct, so that the rows themselves are never compared.
    order = sorted([(-value, rows[0][1].text, rows) for value, rows in ranked])
    return [(-value, rows) for value, _, rows in order]


def sizes(ranked: Sequence[tuple[float, Rows]]) -> Iterator[tuple[float, int]]:
    return ((value, len(rows)) for value, rows in ranked)


def name_concepts(ranked: Iterable[Rows], known: Known) -> dict[str, str]:
    """Group → id of the concept that one of its forms names."""
    found = {}
    for rows in ranked:
        for _, form in rows:
            concept = known(form.text)
            if concept:
                found[form.group] = concept
                break
    return found


def build_candidate(
    score: float,
    forms: Sequence[Form],
    collection: Collection,
    concepts: dict[str, str],
    variants: dict[str, tuple[str, ...]],
    capitals: set[str],
) -> Candidate:
    first = forms[0]
    return Candidate(
        term=citation_form(forms, capitals),
        score=score,
        frequency=sum(form.count for form in forms),
        texts=min(len(collection.documents), max(form.texts for form in forms)),
        forms=tuple(SurfaceForm(form.text, form.count) for form in forms),
        kind=kind_of(first, collection),
        concept=concepts.get(first.group),
        variants=variants.get(first.group, ()),
        sightings=tuple(sighting for form in forms[:5] for sighting in sightings(form, collection))[:5],
    )


def kind_of(form: Form, collection: Collection) -> str:
    if form.text in collection.short_forms or (
        len(form.words) == 1
        and form.phrase
        and form.phrase.tokens[form.position].isupper()
        and len(form.text) > 1
    ):
        return "abbreviation"
    if form.kind == "name" or form.named > 0.5 * form.count or form.tags == "P":
        return "name"
    return {"phrase": "noun phrase", "linked": "of-phrase"}.get(form.kind, form.kind)


def citation_form(forms: Sequence[Form], capitals: set[str]) -> str:
    """Singular if that is attested or regular, lower case unless it is written with capitals."""
    best = max(forms, key=lambda form: (form.count, form.text))
    for form in forms:
        if form.tags[-1] != "S" and form.text != best.text and singular_words(best) == form.words:
            best = form
    words = list(spelling(best, capitals))
    last = words[-1].lower()
    if best.tags[-1] == "S" and last not in ALWAYS_PLURAL and best.named <= 0.5 * best.count:
        base = singular(last)
        words[-1] = words[-1][: len(base)] if last.startswith(base) else base
    return " ".join(words).replace(" '", "'").replace(" ’", "'")


def singular_words(form: Form) -> tuple[str, ...]:
    return (*form.words[:-1], singular(form.words[-1]))


def spelling(form: Form, capitals: set[str]) -> tuple[str, ...]:
    """Its words with the capitals of names and abbreviations, all others lower-cased."""
    phrase = form.phrase
    if phrase is None:
        return form.words
    tokens = phrase.tokens[form.position : form.position + len(form.words)]
    if form.kind == "name" or form.named > 0.5 * form.count or form.capitals > 0.8 * form.count:
        return tokens
    return tuple(t if sum(c.isupper() for c in t) > 1 or t.lower() in capitals else t.lower() for t in tokens)


def sightings(form: Form, collection: Collection) -> list[Sighting]:
    if form.phrase is None:
        return []
    width = form.phrase.width
    return [
        Sighting(
            collection.documents[document],
            segment,
            text,
            first + form.position,
            width or len(form.words),
            not width,
        )
        for (document, segment, text), first in form.phrase.places
        if text
    ]


def find_variants(
    ranked: Sequence[Rows], collection: Collection, capitals: set[str]
) -> dict[str, tuple[str, ...]]:
    """Group → citation forms of its variants: abbreviation and long form, "X of Y" and "Y X"."""
    by_form = {form.text: rows for rows in ranked for _, form in rows}
    by_group = {rows[0][1].group: rows for rows in ranked}
    pairs: list[tuple[str, str]] = []
    for long, short in collection.abbreviations:
        if long in by_form and short in by_form:
            pairs.append((by_form[long][0][1].group, by_form[short][0][1].group))
    for group, rows in by_group.items():
        form = rows[0][1]
        if form.kind == "linked" and form.tags.count("o") == 1 and not set(form.tags) & set("it"):
            left, _, right = group.partition(" of ")
            turned = f"{singular(right.removeprefix('the '))} {singular(left)}"
            if turned in by_group:
                pairs.append((group, turned))
    table: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        if one != other:
            table[one].append(citation_form([form for _, form in by_group[other]], capitals))
            table[other].append(citation_form([form for _, form in by_group[one]], capitals))
    return {group: tuple(dict.fromkeys(terms)) for group, terms in table.items()}
