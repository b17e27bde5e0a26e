"""JSON lines: one entry per line with everything the model has; for programs and for keeping."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from toolkit.errors import FayiError, quote
from toolkit.formats import languages
from toolkit.formats.format import Format, Settings
from toolkit.formats.losses import ENTRY_FEATURES
from toolkit.formats.model import Designation, Entry, Extra
from toolkit.formats.report import Report
from toolkit.formats.sources import MAX_LINE, open_output, read_text
from toolkit.model import Status

_STATUSES = {status.value: status for status in Status}


def read(path: Path, report: Report, settings: Settings) -> Iterator[Entry]:
    """The entries of ``path``; a broken line is reported and skipped."""
    text, _encoding = read_text(path)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        report.read += 1
        if len(line) > MAX_LINE:
            raise FayiError(
                f"a line of {len(line):,} characters", path=path, line=number, allowed=f"at most {MAX_LINE:,}"
            )
        try:
            entry = _entry(json.loads(line), number)
        except RecursionError:
            raise FayiError("nested too deeply", path=path, line=number) from None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            report.add("failed", f"not an entry ({error})", number, line[:60])
            continue
        if entry.terms:
            report.created += 1
            yield entry
        else:
            report.add("skipped", "an entry without terms", number)


def _entry(data: dict[str, Any], line: int) -> Entry:
    return Entry(
        str(data.get("id", "")),
        tuple(
            Designation(
                str(t["text"]), _code(t["lang"]), _STATUSES[t["status"]] if t.get("status") else None, str(t.get("pos", "")),
                str(t.get("type", "")), str(t.get("source", "")), tuple(map(str, t.get("contexts", ()))), str(t.get("note", "")),
                _extras(t),
            )
            for t in data.get("terms", ())
        ),
        str(data.get("subject", "")), tuple((str(d["lang"]), str(d["text"])) for d in data.get("definitions", ())),
        str(data.get("note", "")), tuple(map(str, data.get("related", ()))), _extras(data), line,
    )  # fmt: skip


def _code(lang: object) -> str:
    code = str(lang)
    if not languages.is_code(code):
        raise ValueError(f"{quote(code)} is no language code")
    return code


def _extras(data: dict[str, Any]) -> tuple[Extra, ...]:
    return tuple(Extra(*(str(e.get(name, "")) for name in Extra._fields)) for e in data.get("extras", ()))


def as_dict(entry: Entry) -> dict[str, Any]:
    """The entry as JSON data, empty fields left out."""
    terms = [
        _full({"text": t.text, "lang": t.lang, "status": t.status.value if t.status else "", "pos": t.pos, "type": t.kind,
               "source": t.source, "contexts": list(t.contexts), "note": t.note, "extras": [_full(e._asdict()) for e in t.extras]})
        for t in entry.terms
    ]  # fmt: skip
    return _full({
        "id": entry.id, "terms": terms, "subject": entry.subject,
        "definitions": [{"lang": lang, "text": text} for lang, text in entry.definitions], "note": entry.note,
        "related": list(entry.related), "extras": [_full(e._asdict()) for e in entry.extras],
    })  # fmt: skip


def _full(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _write(path: Path, entries: Iterable[Entry], settings: Settings) -> None:
    with open_output(path) as out:
        for entry in entries:
            out.write(f"{json.dumps(as_dict(entry), ensure_ascii=False)}\n".encode("utf-8", "replace"))


FORMAT = Format(
    "jsonl",
    (".jsonl", ".ndjson"),
    "one JSON object per entry, everything kept",
    "entries",
    read,
    _write,
    ENTRY_FEATURES,
)
