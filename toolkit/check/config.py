"""Configuration: ``[tool.fayi]`` of ``pyproject.toml``, or ``fayi.toml``, with profiles by path."""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from toolkit.check.engine import Settings
from toolkit.check.readers.languages import canonical
from toolkit.check.rules import RULES
from toolkit.check.standard import TermOptions
from toolkit.errors import FayiError

_KEYS = {
    "select",
    "ignore",
    "levels",
    "languages",
    "glossaries",
    "builtin",
    "fail-level",
    "baseline",
    "exclude",
    "profiles",
    "terms",
}
_PROFILE_KEYS = {"paths", "select", "ignore", "levels", "languages", "glossaries", "builtin"}
_TERM_KEYS = {"case", "exact", "context", "level"}
LEVELS = ("error", "warning", "info", "off")


@dataclass(frozen=True)
class Profile:
    """Settings for the files whose path matches."""

    settings: Settings = field(default_factory=Settings)
    paths: tuple[str, ...] = ()
    glossaries: tuple[Path, ...] = ()
    """Client glossaries, the last goes first."""
    builtin: bool = True


@dataclass(frozen=True)
class Config:
    """What a project has configured."""

    base: Profile = field(default_factory=Profile)
    profiles: tuple[Profile, ...] = ()
    terms: Mapping[str, TermOptions] = field(default_factory=dict)
    fail_level: str = "warning"
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    path: Path | None = None

    def profile(self, path: str) -> Profile:
        """The profile of a file: the last one whose pattern matches, over the base."""
        for profile in reversed(self.profiles):
            if any(_matches(path, pattern) for pattern in profile.paths):
                return profile
        return self.base

    def excluded(self, path: str) -> bool:
        return any(_matches(path, pattern) for pattern in self.exclude)


def _matches(path: str, pattern: str) -> bool:
    name = Path(path).as_posix()
    return (
        fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(name, f"*/{pattern}") or Path(name).match(pattern)
    )


def find(start: Path) -> Path | None:
    """``fayi.toml``, or a ``pyproject.toml`` with ``[tool.fayi]``, in ``start`` or above it."""
    for directory in (start, *start.parents):
        if (own := directory / "fayi.toml").is_file():
            return own
        project = directory / "pyproject.toml"
        if project.is_file():
            try:
                if "tool.fayi" in project.read_text(encoding="utf-8"):
                    return project
            except (OSError, UnicodeDecodeError):
                return None
    return None


def load(path: Path | None) -> Config:
    """The configuration in ``path``; the default one for ``None``. Raises ``FayiError`` naming the key."""
    if path is None:
        return Config()
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FayiError(f"cannot read: {error.strerror or error}", path=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FayiError(f"not TOML: {error}", path=path) from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("fayi", {})
    _known(path, "tool.fayi", table, _KEYS)
    base = _profile(path, table, Profile())
    profiles = []
    for name, entry in _table(path, "profiles", table.get("profiles", {})).items():
        _known(path, f"profiles.{name}", _table(path, f"profiles.{name}", entry), _PROFILE_KEYS)
        if not entry.get("paths"):
            raise FayiError(f"profile {name} has no paths", path=path, hint='add paths = ["client/**/*.po"]')
        profiles.append(_profile(path, entry, base))
    fail = table.get("fail-level", "warning")
    if fail not in ("error", "warning", "info", "never"):
        raise FayiError(
            "unknown fail-level", path=path, found=str(fail), allowed="error, warning, info, never"
        )
    baseline = table.get("baseline")
    return Config(
        base, tuple(profiles), _terms(path, _table(path, "terms", table.get("terms", {}))), fail,
        path.parent / baseline if baseline else None, _strings(path, "exclude", table.get("exclude", [])), path,
    )  # fmt: skip


def _profile(path: Path, table: Mapping[str, Any], over: Profile) -> Profile:
    levels = dict(over.settings.levels)
    for code, level in _table(path, "levels", table.get("levels", {})).items():
        check_code(code, path)
        if level not in LEVELS:
            raise FayiError(
                f"unknown level for {code}", path=path, found=str(level), allowed=", ".join(LEVELS)
            )
        levels[code] = level
    languages = over.settings.languages
    if "languages" in table:
        languages = parse_languages(str(table["languages"]), path)
    settings = replace(
        over.settings,
        select=codes(table["select"], path) if "select" in table else over.settings.select,
        ignore=(*over.settings.ignore, *codes(table.get("ignore", []), path)),
        levels=tuple(sorted(levels.items(), key=lambda item: -len(item[0]))),
        languages=languages,
    )
    own = tuple(path.parent / name for name in _strings(path, "glossaries", table.get("glossaries", [])))
    for glossary in own:
        if not glossary.exists():
            raise FayiError("no such glossary", path=path, found=str(glossary))
    return Profile(
        settings,
        _strings(path, "paths", table.get("paths", [])),
        (*over.glossaries, *own),
        bool(table.get("builtin", over.builtin)),
    )


def _terms(path: Path, table: Mapping[str, Any]) -> dict[str, TermOptions]:
    result = {}
    for name, entry in table.items():
        _known(path, f"terms.{name}", _table(path, f"terms.{name}", entry), _TERM_KEYS)
        if entry.get("level", "") not in ("", *LEVELS):
            raise FayiError(
                f"unknown level for the term {name}",
                path=path,
                found=str(entry["level"]),
                allowed=", ".join(LEVELS),
            )
        result[name] = TermOptions(
            bool(entry.get("case")),
            bool(entry.get("exact")),
            _strings(path, "context", entry.get("context", [])),
            entry.get("level", ""),
        )
    return result


def parse_languages(text: str, path: Path | None = None) -> tuple[str, str]:
    """``en:zh-Hant-HK`` as ``("en", "zh-Hant-HK")``; one language for one text."""
    source, _, target = text.partition(":")
    pair = (canonical(source) if source else "", canonical(target) if target else "")
    if (source and not pair[0]) or (target and not pair[1]):
        raise FayiError(
            "unknown language",
            path=path,
            found=text,
            allowed="en, zh, zh-Hans-CN, zh-Hant-HK, zh-Hant-TW, zh-Hant-MO; two as en:zh-Hant-HK",
        )
    return pair


def codes(values: Iterable[str], path: Path | None = None) -> tuple[str, ...]:
    """Codes or their beginnings, checked. Raises ``FayiError`` with the nearest code."""
    if isinstance(values, str):
        values = values.split(",")
    result = tuple(value.strip().upper() for value in values if value.strip())
    for code in result:
        check_code(code, path)
    return result


def check_code(code: str, path: Path | None = None) -> None:
    """Raise ``FayiError`` with the nearest code unless ``code`` is the beginning of a known one."""
    if len(code) >= 2 and any(known.startswith(code.upper()) for known in RULES):
        return
    names = {rule.name: rule.code for rule in RULES.values()}
    # O and I are often typed for the digits that look like them: FY2O4.
    typed = code.upper().translate(str.maketrans("OIL", "011"))
    near = get_close_matches(typed, RULES, 1, 0.6) or get_close_matches(code.lower(), names, 1, 0.5)
    raise FayiError(
        "unknown code",
        path=path,
        found=code,
        hint=f"did you mean {names.get(near[0], near[0])}?" if near else "fayi explain lists all",
    )


def _known(path: Path, where: str, table: Mapping[str, Any], allowed: set[str]) -> None:
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, allowed, 1)
            raise FayiError(
                f"unknown key in [{where}]", path=path, found=key, allowed=", ".join(sorted(allowed)),
                hint=f"did you mean {near[0]}?" if near else None,
            )  # fmt: skip


def _table(path: Path, where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FayiError(f"{where} is not a table", path=path, found=str(value))
    return value


def _strings(path: Path, where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise FayiError(f"{where} is not a list of strings", path=path, found=str(value))
    return tuple(value)
