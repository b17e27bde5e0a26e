"""Messages of the tool itself in the language of the locale (gettext domain ``fayi``).

The catalogs ``locales/*/LC_MESSAGES/fayi.po`` are compiled in memory: a wheel needs no ``.mo`` file.
"""

from __future__ import annotations

import gettext as _gettext
import os
from io import BytesIO

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_installed = False


def _(message: str) -> str:
    """``message`` in the user's language; install() decides which on first use."""
    if not _installed:
        install()
    return _translations.gettext(message)


def N_(message: str) -> str:
    """Marks a message that is translated where it is shown."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    if not _installed:
        install()
    return _translations.ngettext(singular, plural, count)


def language(environment: dict[str, str] | None = None) -> str:
    """``zh_CN``, ``zh_TW`` or ``en``, as LANGUAGE, LC_ALL, LC_MESSAGES and LANG say, in this order."""
    env = os.environ if environment is None else environment
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for value in env.get(variable, "").split(":"):
            name = value.split(".")[0].split("@")[0].replace("-", "_").lower()
            if name.startswith("zh"):
                return "zh_TW" if any(part in name for part in ("_tw", "_hk", "_mo", "hant")) else "zh_CN"
            if name:
                return "en"
    return "en"


def install(name: str | None = None) -> None:
    """Load the catalog of ``name`` (by default the locale's language); English when there is none."""
    global _translations, _installed
    _installed = True
    chosen = name or language()
    if chosen == "en":
        _translations = _gettext.NullTranslations()
        return
    from toolkit import data
    from toolkit.errors import FayiError

    try:
        path = data.directory("locales") / chosen / "LC_MESSAGES" / "fayi.po"
    except FayiError:
        return
    if path.is_file():
        import polib

        _translations = _gettext.GNUTranslations(
            BytesIO(polib.pofile(str(path), encoding="utf-8").to_binary())
        )
        _translate_click()


def _translate_click() -> None:
    """Let click's own words ("Usage", "Options" …) come from our catalog: it has none for Chinese."""
    import importlib

    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        module = importlib.import_module(f"click.{name}")
        if hasattr(module, "_"):
            module._ = _  # type: ignore[attr-defined]
