"""What every surface asks of the glossary, as plain data: for the JSON API and for AI assistants.

Answers carry status, source and region of every term, and say "not in the glossary" instead of guessing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from toolkit import pinyin
from toolkit.citations import readable_all
from toolkit.errors import FayiError
from toolkit.model import EN, ZH, Concept, Source, Status, parse_citations
from toolkit.search import Hit, Searcher
from toolkit.termbase import Termbase
from toolkit.text import HAN, sentences

if TYPE_CHECKING:
    from toolkit.check.standard import Standard
    from toolkit.mapping import Mapper
    from toolkit.match import Match, Recogniser

NOT_FOUND = "not in the glossary"
LANGUAGES = {
    ZH: "mainland",
    "zh-Hant-HK": "Hong Kong",
    "zh-Hant-TW": "Taiwan",
    "zh-Hant-MO": "Macao",
    EN: "English",
}


class Unavailable(FayiError):
    """This installation cannot do what was asked."""


class Consultant:
    """Answers about one termbase. Every method returns data that ``json.dumps`` accepts."""

    def __init__(self, termbase: Termbase) -> None:
        self.termbase = termbase
        self.searcher = Searcher(termbase)

    def search(self, query: str, limit: int = 10) -> dict[str, Any]:
        """``{"query", "found", "hits": […], "nearest": […]}``; nearest only when nothing was found."""
        hits = self.searcher.search(query, limit)
        near = [] if hits else self.searcher.nearest(query)
        return answer(query, hits, near, self.termbase.sources)

    def concept(self, id: str) -> dict[str, Any] | None:
        """The whole concept, or for a retired id what supersedes it, or ``None``."""
        concept = self.termbase.by_id.get(id)
        if concept is not None:
            return self.record(concept)
        if id in self.termbase.retired:
            successor, reason = self.termbase.retired[id]
            return {"id": id, "retired": True, "superseded_by": successor, "reason": reason}
        return None

    def record(self, concept: Concept) -> dict[str, Any]:
        """See ``record``."""
        return record(concept, self.termbase.sources)

    def fields(self) -> list[dict[str, Any]]:
        """Subject fields with their names and number of concepts."""
        counts: dict[str, int] = {}
        for concept in self.termbase.concepts:
            counts[concept.field] = counts.get(concept.field, 0) + 1
        names = self.termbase.domains
        return [
            {
                "field": code,
                "english": names.get(code, {}).get("en", code),
                "chinese": names.get(code, {}).get("zh", code),
                "concepts": n,
            }
            for code, n in sorted(counts.items())
        ]

    def annotate(self, text: str, lang: str = "") -> dict[str, Any]:
        """The terms that stand in ``text``: ``{"lang", "matches": [{start, end, text, status, …}]}``.

        ``start`` and ``end`` count characters (code points) from 0. ``lang`` is ``en``, ``zh`` or empty (detected).
        """
        lang = lang or ("zh" if len(HAN.findall(text)) * 3 > len(text) else EN)
        matches = []
        for offset, sentence in _sentences(text, lang):
            for match in self._find(sentence, lang):
                best = min(match.entries, key=lambda e: e.term.status is Status.DEPRECATED)
                matches.append(
                    {
                        "start": offset + match.start,
                        "end": offset + match.end,
                        "text": sentence[match.start : match.end],
                        "status": best.term.status.value,
                        "concept": best.concept.id,
                        "concepts": list(dict.fromkeys(e.concept.id for e in match.entries)),
                        "chinese": best.concept.zh,
                        "english": best.concept.en,
                        "inflected": match.inflected,
                    }
                )
        return {"lang": lang, "matches": matches}

    def map(self, phrase: str, context: str = "") -> dict[str, Any]:
        """The standard Chinese for an English phrase, explained. Raises ``Unavailable`` without the mapper."""
        found = self._mapper.map(phrase, context)
        if not found:
            return {
                "phrase": phrase,
                "found": False,
                "message": NOT_FOUND,
                "nearest": [hit_record(h, self.termbase.sources) for h in self.searcher.nearest(phrase)],
            }
        return {
            "phrase": phrase,
            "found": True,
            "mappings": [
                {
                    "chinese": m.chinese,
                    "english": m.english,
                    "confidence": round(m.confidence, 3),
                    "grade": str(m.grade),
                    "concept": m.concept.id if m.concept else "",
                    "source": source(m.concept, self.termbase.sources) if m.concept else "",
                    "steps": [{"name": s.name, "detail": s.detail} for s in m.steps],
                }
                for m in found
            ],
        }

    def check(self, source: str, target: str = "", languages: tuple[str, str] = ("en", ZH)) -> dict[str, Any]:
        """Departures from the terminology in a translation, or in one text when ``target`` is empty.

        Raises ``Unavailable`` without the checker.
        """
        try:
            from toolkit.check.engine import Settings, check_file
            from toolkit.check.model import CheckFile, Side, Unit
        except ImportError as error:
            raise Unavailable("this installation cannot check translations yet") from error
        pairs = list(
            zip(
                source.split("\n"),
                target.split("\n") if target else [None] * (source.count("\n") + 1),
                strict=False,
            )
        )
        if target and source.count("\n") != target.count("\n"):
            pairs = [(source, target)]
        units = [
            Unit(Side(one, languages[0]), None if other is None else Side(other, languages[1]), str(number))
            for number, (one, other) in enumerate(pairs, 1)
        ]
        result = check_file(
            CheckFile("text", units, bilingual=bool(target)), self._standard, Settings(languages=languages)
        )
        return {
            "units": len(units),
            "findings": [
                {
                    "code": f.code,
                    "level": str(f.level),
                    "message": f.message,
                    "unit": f.unit,
                    "concept": f.concept,
                    "found": f.found,
                    "source": _span(f.source),
                    "target": _span(f.target),
                    "approved": [
                        {"term": a.text, "lang": a.lang, "preferred": a.preferred, "source": a.source}
                        for a in f.approved
                    ],
                    "fix": f.fix,
                }
                for f in result.findings
            ],
        }

    def _find(self, sentence: str, lang: str) -> list[Match]:
        from toolkit.ordinary import only_terms

        if lang.startswith("zh"):
            return self._chinese.find(sentence)
        return only_terms(self._english.find(sentence), sentence)

    @cached_property
    def _english(self) -> Recogniser:
        from toolkit.match import Recogniser

        return Recogniser(self.termbase.concepts, EN)

    @cached_property
    def _chinese(self) -> Recogniser:
        from toolkit.match import Recogniser

        return Recogniser(self.termbase.concepts, ZH)

    @cached_property
    def _mapper(self) -> Mapper:
        try:
            from toolkit.mapping import Mapper
        except ImportError as error:
            raise Unavailable("this installation cannot map phrases yet") from error
        return Mapper(self.termbase.concepts)

    @cached_property
    def _standard(self) -> Standard:
        from toolkit.check.standard import Standard

        return Standard(self.termbase.concepts)


def answer(query: str, hits: list[Hit], near: list[Hit], sources: dict[str, Source]) -> dict[str, Any]:
    """``{"query", "found", "hits"}``, with ``message`` and ``nearest`` when nothing was found."""
    result: dict[str, Any] = {
        "query": query,
        "found": bool(hits),
        "hits": [hit_record(hit, sources) for hit in hits],
    }
    if not hits:
        result |= {"message": NOT_FOUND, "nearest": [hit_record(hit, sources) for hit in near]}
    return result


def hit_record(hit: Hit, sources: dict[str, Source]) -> dict[str, Any]:
    """A hit as every surface gives it: its whole concept (``record``, ``id`` as ``concept``), ``matched`` and ``score``."""
    concept = record(hit.concept, sources)
    return {
        "concept": concept.pop("id"),
        **concept,
        "matched": {
            "term": hit.term.text,
            "lang": hit.term.lang,
            "region": LANGUAGES.get(hit.term.lang, hit.term.lang),
            "status": hit.term.status.value,
            "why": hit.why,
        },
        "score": hit.score,
    }


def record(concept: Concept, sources: dict[str, Source]) -> dict[str, Any]:
    """A concept with its terms, each with status, region, source and readable citation."""
    return {
        "id": concept.id,
        "chinese": concept.zh,
        "pinyin": pinyin.marked(concept.zh),
        "english": concept.en,
        "field": concept.field,
        "kind": concept.kind,
        "definition": concept.definition,
        "related": list(concept.related),
        "source": source(concept, sources),
        "basis": readable_all(parse_citations(concept.basis), sources),
        "terms": [
            {
                "term": t.text,
                "lang": t.lang,
                "region": LANGUAGES.get(t.lang, t.lang),
                "status": t.status.value,
                "source": t.source,
                "citation": readable_all(t.citations, sources),
                "note": t.note,
            }
            for t in concept.terms
        ],
    }


def source(concept: Concept, sources: dict[str, Source]) -> str:
    """What proves the standard Chinese term, readable; else the articles that govern the concept."""
    term = concept.preferred(ZH)
    citations = term.citations if term and term.citations else parse_citations(concept.basis)
    return readable_all(citations, sources)


def _sentences(text: str, lang: str) -> list[tuple[int, str]]:
    """Sentences of every line with their offsets."""
    result = []
    offset = 0
    for line in text.split("\n"):
        result += [(offset + start, line[start:end]) for start, end in sentences(line, lang)]
        offset += len(line) + 1
    return result


def _span(span: Any) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.excerpt}
