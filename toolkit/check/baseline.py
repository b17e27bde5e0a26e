"""A baseline: findings that are known and accepted, kept by content hash, so that only new ones fail a build."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.check.model import Finding
from toolkit.errors import FayiError
from toolkit.files import write_atomically

VERSION = 2
# Version 1 had a list of fingerprints; version 2 counts them per file and says what they are.


def load(path: Path) -> Counter[tuple[str, str]]:
    """``(path, fingerprint)`` → how often; in files of version 1 the path is ``""``. Raises ``FayiError``."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        version = document["version"]
        if version == 1:
            return Counter(("", str(value)) for value in document["findings"])
        if version == VERSION:
            return Counter(
                {
                    (name, entry["fingerprint"]): int(entry["count"])
                    for name, entries in document["files"].items()
                    for entry in entries
                }
            )
    except OSError as error:
        raise FayiError(
            f"cannot read: {error.strerror or error}", path=path, hint="write it with --update-baseline"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FayiError(
            f"not a baseline ({error})", path=path, hint="write it again with --update-baseline"
        ) from error
    raise FayiError(
        "a baseline of a newer version",
        path=path,
        found=str(version),
        allowed=f"1 to {VERSION}",
        hint="update fayi",
    )


def mark(findings: Sequence[Finding], known: Counter[tuple[str, str]]) -> list[Finding]:
    """The findings, those in the baseline marked; each entry covers as many as it counts."""
    left = Counter(known)
    marked = []
    for finding in findings:
        key = next(
            (
                k
                for k in ((_name(finding.path), finding.fingerprint), ("", finding.fingerprint))
                if left[k] > 0
            ),
            None,
        )
        if key is not None and not finding.suppressed:
            left[key] -= 1
            finding = replace(finding, known=True)
        marked.append(finding)
    return marked


def unused(findings: Iterable[Finding], known: Counter[tuple[str, str]]) -> int:
    """How many entries of the baseline no finding needs any more."""
    return sum(known.values()) - sum(f.known for f in findings)


def write(path: Path, findings: Iterable[Finding]) -> int:
    """Write the baseline of ``findings`` (not of the suppressed ones); returns how many."""
    files: dict[str, dict[str, dict[str, object]]] = {}
    total = 0
    for finding in findings:
        if finding.suppressed:
            continue
        total += 1
        entry = files.setdefault(_name(finding.path), {}).setdefault(
            finding.fingerprint,
            {
                "fingerprint": finding.fingerprint,
                "count": 0,
                "code": finding.code,
                "concept": finding.concept,
                "term": finding.term,
            },
        )
        entry["count"] = int(str(entry["count"])) + 1
    document = {
        "version": VERSION,
        "files": {
            name: sorted(entries.values(), key=lambda e: (str(e["code"]), str(e["fingerprint"])))
            for name, entries in sorted(files.items())
        },
    }
    with write_atomically(path) as handle:
        handle.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    return total


def _name(path: str) -> str:
    return Path(path).as_posix()
