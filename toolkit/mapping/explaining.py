"""The reasons for a mapping as ordered named steps, each one sentence."""

from __future__ import annotations

from toolkit.citations import article
from toolkit.mapping.ambiguity import Choice
from toolkit.mapping.attested import Answer
from toolkit.mapping.certain import Hit
from toolkit.mapping.evidence import BARE, Evidence
from toolkit.mapping.model import Step
from toolkit.mapping.restating import Restated
from toolkit.match import Entry
from toolkit.model import Concept, Status

_HOW = {
    "exact": "“{phrase}” is listed as “{form}”",
    "inflected": "“{phrase}” is an inflected form of “{form}”",
    "spelling": "“{phrase}” is another spelling of “{form}”",
    "word order": "“{phrase}” has the words of “{form}” in another order",
    "of-inversion": "“{phrase}” is “{form}” with “of” turned round",
    "wrapper": "“{phrase}” is “{form}” with words around it that change nothing",
}
_RENDERINGS = {"mt": "known machine rendering", "literal": "literal rendering", "dated": "dated rendering"}


def listed(phrase: str, hit: Hit, entry: Entry, choice: Choice | None) -> tuple[Step, ...]:
    """Steps for a listed form; ``choice`` is given for the reading that was taken."""
    steps = [Step(hit.how, _HOW[hit.how].format(phrase=phrase, form=entry.term.text))]
    steps.extend(status(entry))
    if choice is not None and choice.others:
        others = ", ".join(other.concept.zh for other in choice.others)
        if choice.cues:
            steps.append(
                Step("cue words", f"the sentence has {', '.join(choice.cues)}; other readings: {others}")
            )
        else:
            steps.append(
                Step("ambiguous", f"nothing decides between this and {others}; the commonest reading first")
            )
    return tuple(steps)


def restated(phrase: str, found: Restated) -> tuple[Step, ...]:
    """Steps for a listed form that says a part of the phrase by another name."""
    step = Step(
        "restated",
        f"“{phrase}” is listed as “{found.entry.term.text}”; “{found.said}” is {found.part.zh} there as well",
    )
    return (step, *status(found.entry))


def attested(answer: Answer) -> tuple[Step, ...]:
    """Steps for words of a statute: where they stand, and which words of the phrase they say."""
    found = answer.attested
    place = f"《{found.title.removeprefix('中华人民共和国')}》{article(found.article)}"
    links = ", ".join(f"{word} → {chinese}" for word, chinese in answer.links)
    return (
        Step("statute words", f"“{found.chinese}” stands in {place}; nobody has checked that it is meant"),
        Step("word links", f"{links} (word lexicon)"),
    )


def status(entry: Entry) -> list[Step]:
    """What is said about a form that is not the preferred one."""
    concept, term = entry
    if term.status is Status.DEPRECATED:
        reason, _, why = term.note.partition(":")
        name = _RENDERINGS.get(reason.strip(), "news rendering")
        return [Step(name, f"of {concept.zh}; write “{concept.en}”" + (f" ({why.strip()})" if why else ""))]
    if term.status is Status.ADMITTED:
        return [Step("admitted", f"a used English form of {concept.zh}; preferred “{concept.en}”")]
    return []


def scored(phrase: str, evidence: Evidence, runner_up: Concept | None) -> tuple[Step, ...]:
    """Steps for an answer by similarity: nearest form, word links, what is uncovered, the runner-up."""
    steps = []
    if evidence.form is not None and evidence.features[0] > 0:
        entry = evidence.form.entry
        steps.append(Step("fuzzy", f"“{phrase}” is {evidence.features[0]:.0%} like “{entry.term.text}”"))
        steps.extend(status(entry))
    links = [f"{word} → {chinese}" for word, chinese in evidence.links if chinese]
    if links:
        steps.append(Step("word links", f"{', '.join(links)} stand in {evidence.chinese} (word lexicon)"))
    uncovered = [
        word for (word, _), cover in zip(evidence.links, evidence.covered, strict=True) if cover < BARE
    ]
    if uncovered:
        steps.append(Step("uncovered", f"nothing answers {', '.join(uncovered)}"))
    if runner_up is not None:
        steps.append(Step("runner-up", f"{runner_up.zh} “{runner_up.en}”"))
    return tuple(steps)
