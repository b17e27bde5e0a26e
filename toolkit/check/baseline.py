"""A baseline: findings that are known and accepted, kept by content hash, so that only new ones fail a build."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from toolkit.check.model import Finding
from toolkit.errors import FayiError
from toolkit.files import write_atomically

VERSION = 2
# Version 1 had a list of fingerprints; version 2 counts them per file and says what they are.

Entries = dict[str, dict[str, Any]]
"""Fingerprint → entry with ``fingerprint``, ``count``, ``code``, ``concept``, ``term``."""


@dataclass
class Baseline:
    """What is accepted, by file; files are named from the directory of the baseline."""

    directory: Path
    files: dict[str, Entries] = field(default_factory=dict)
    """A file of version 1 does not say the file: its entries stand under ``""``."""

    def name(self, path: str) -> str:
        """The name of a file, from whichever directory and in whichever way it was given."""
        return Path(os.path.relpath(path, self.directory)).as_posix() if path not in ("", "-") else path

    def add(self, findings: Iterable[Finding]) -> None:
        """Accept the findings."""
        for finding in findings:
            entry = self.files.setdefault(self.name(finding.path), {}).setdefault(
                finding.fingerprint,
                {"fingerprint": finding.fingerprint, "count": 0, "code": finding.code, "concept": finding.concept, "term": finding.term},
            )  # fmt: skip
            entry["count"] += 1

    def elsewhere(self, checked: Iterable[str]) -> Baseline:
        """The entries of files that are still there and were not ``checked``."""
        names = {"", *(self.name(path) for path in checked)}
        kept = {n: e for n, e in self.files.items() if n not in names and (self.directory / n).is_file()}
        return Baseline(self.directory, kept)

    def counts(self) -> Counter[tuple[str, str]]:
        """``(file, fingerprint)`` → how often."""
        return Counter(
            {(name, key): entry["count"] for name, entries in self.files.items() for key, entry in entries.items()}
        )  # fmt: skip


def load(path: Path) -> Baseline:
    """The baseline in ``path``, of this version or an older one. Raises ``FayiError``."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        version = document["version"]
        if version == 1:
            counted = Counter(str(value) for value in document["findings"])
            return Baseline(
                path.parent, {"": {key: {"fingerprint": key, "count": n} for key, n in counted.items()}}
            )
        if version == VERSION:
            return Baseline(
                path.parent,
                {
                    name: {str(e["fingerprint"]): {**e, "count": int(e["count"])} for e in entries}
                    for name, entries in document["files"].items()
                },
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


def mark(findings: Sequence[Finding], baseline: Baseline) -> list[Finding]:
    """The findings, those in the baseline marked; each entry covers as many as it counts."""
    left = baseline.counts()
    marked = []
    for finding in findings:
        keys = [(baseline.name(finding.path), finding.fingerprint), ("", finding.fingerprint)]
        key = next((k for k in keys if left[k] > 0), None)
        if key is not None and not finding.suppressed:
            left[key] -= 1
            finding = replace(finding, known=True)
        marked.append(finding)
    return marked


def update(path: Path, findings: Sequence[Finding], checked: Iterable[str]) -> int:
    """Accept all findings; returns how many. Entries of files that were not checked now stay."""
    new = (load(path) if path.is_file() else Baseline(path.parent)).elsewhere(checked)
    accepted = [f for f in findings if not f.suppressed]
    new.add(accepted)
    _write(path, new)
    return len(accepted)


def prune(path: Path, findings: Sequence[Finding], checked: Iterable[str]) -> int:
    """Take out the entries that no finding needs any more; returns how many. ``findings`` are marked.

    Entries of files that were not checked now stay, unless the file is gone.
    """
    old = load(path)
    new = old.elsewhere(checked)
    new.add(f for f in findings if f.known)
    _write(path, new)
    return sum(old.counts().values()) - sum(new.counts().values())


def _write(path: Path, baseline: Baseline) -> None:
    document = {
        "version": VERSION,
        "files": {
            name: sorted(entries.values(), key=lambda e: (str(e.get("code")), str(e["fingerprint"])))
            for name, entries in sorted(baseline.files.items())
        },
    }
    with write_atomically(path) as handle:
        handle.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
