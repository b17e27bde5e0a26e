"""The text of a file of unknown encoding, and its cleaning: what is refused, what is dropped with a word."""

from __future__ import annotations

import re
from pathlib import PurePath

from toolkit.documents.limits import FORBIDDEN, MAX_LINE, STRAY, SUFFIXES
from toolkit.errors import FayiError
from toolkit.hant import to_simplified
from toolkit.text import contains_han

_DECLARED = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gbk", "gb2312", "gb_2312-80", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
}
_NAMES = {"cp1252": "Windows-1252", "gb18030": "GB18030", "big5hkscs": "Big5"}
_META = re.compile(
    rb"<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w-]{3,20})",
    re.IGNORECASE,
)


def declared(content: bytes) -> str | None:
    """The Python name of the encoding that a page declares in its head, when it is one of ours."""
    found = _META.search(content[:4096])
    return _DECLARED.get(found[1].decode("ascii", "replace").lower()) if found else None


def decode(content: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text of a file and the encoding it was read in.

    UTF-8, UTF-16 and UTF-32 with a byte order mark, UTF-16 without one, GB18030, Big5, and English text
    with Windows-1252 punctuation are recognised; ``declared`` (a key of ``_NAMES``) is believed when the
    bytes are not UTF-8. Raises ``FayiError`` for binary files and mixed encodings.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if content.startswith(mark):
            try:
                return content.decode(encoding), "UTF-8" if encoding == "utf-8-sig" else encoding.upper()
            except UnicodeDecodeError as error:
                raise _undecodable(content, error.start, name, encoding.upper()) from error
    head = content[:65536]
    if b"\0" in head:
        for encoding in ("utf-16-le", "utf-16-be"):
            nulls = head[1::2].count(0) if encoding == "utf-16-le" else head[0::2].count(0)
            if nulls > len(head) // 5:
                try:
                    text = content.decode(encoding)
                except UnicodeDecodeError:
                    continue
                if not FORBIDDEN.search(text[:4096]):
                    return text, encoding.upper()
        raise _binary(name)
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        first = error
    if head.translate(None, bytes(range(32)) + b"\x7f") and _control_share(head) > 0.02:
        raise _binary(name)
    if declared:
        try:
            return content.decode(declared, "replace" if declared == "cp1252" else "strict"), _NAMES[declared]
        except UnicodeDecodeError as error:
            raise _undecodable(content, error.start, name, _NAMES[declared]) from error
    if _is_windows_english(content):
        return content.decode("cp1252", "replace"), "Windows-1252"
    text, encoding = _chinese(content)
    if not encoding:
        raise _undecodable(content, first.start, name, "UTF-8")
    # Bytes of another encoding often decode as GB18030 too, but into rare or private characters.
    outside = re.findall("[^\x00-\x7f\u4e00-\u9fff\u3000-\u303f\uff00-\uffef‘’“”…—·×°§→%※■●①-⑩]", text)
    if len(outside) * 50 > len(text) or not contains_han(text) or _has_utf8_runs(content):
        raise _undecodable(content, first.start, name, "UTF-8")
    return text, encoding


def _chinese(content: bytes) -> tuple[str, str]:
    """The text as GB18030 or Big5, whichever gives the commoner characters; ("", "") when neither does.

    Nearly all Big5 bytes are valid GB18030, but give rare characters. In real texts of either kind over
    nine tenths of the characters are common, in texts read wrongly about a third.
    """
    best, name, share = "", "", 0.5
    for encoding in ("gb18030", "big5hkscs"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if (found := _common_share(text)) > share:
            best, name, share = text, _NAMES[encoding], found
        if share > 0.95:
            break
    return best, name


def _common_share(text: str) -> float:
    """The share of the everyday characters (first level of GB 2312, either script) in the Chinese ones."""
    chinese = to_simplified("".join(c for c in text[:50_000] if c > "\u2e7f" and not "\u3000" <= c <= "\u303f"
                                    and not "\uff00" <= c <= "\uffef"))  # fmt: skip
    codes = (c.encode("gb2312", "replace") for c in chinese)
    return sum(b"\xb0" <= code[:1] <= b"\xd7" for code in codes) / max(1, len(chinese))


def _control_share(content: bytes) -> float:
    controls = sum(content.count(bytes([c])) for c in range(32) if c not in b"\t\n\r\f")
    return controls / max(1, len(content))


def _is_windows_english(content: bytes) -> bool:
    high = [b for b in content if b > 127]
    marks = sum(b in b"\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa7\xe9" for b in high)
    return len(high) * 5 < len(content) and marks * 10 >= len(high) * 9


_UTF8_HAN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){3,}")


def _has_utf8_runs(content: bytes) -> bool:
    """Whether some line is plainly UTF-8 Chinese: then the file mixes encodings."""
    for line in content.split(b"\n"):
        if _UTF8_HAN.search(line):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            return True
    return False


def _binary(name: str) -> FayiError:
    suffix = PurePath(name).suffix.lower()
    allowed = " ".join(SUFFIXES) if suffix in SUFFIXES or not suffix else f"a {suffix} file that is text"
    return FayiError("a binary file, not a text", path=name, allowed=allowed)


def _undecodable(content: bytes, at: int, name: str, encoding: str) -> FayiError:
    line = content.count(b"\n", 0, at) + 1
    column = at - content.rfind(b"\n", 0, at)
    return FayiError(
        f"not valid {encoding}: byte 0x{content[at]:02x} (wrong or mixed encoding)",
        path=name, line=line, column=column, allowed="UTF-8, UTF-16 with byte order mark, GB18030, Big5",
        hint="save the file again as UTF-8",
    )  # fmt: skip


def cleaned(text: str, name: str, warnings: list[str], clean: bool) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    if (bad := FORBIDDEN.search(text)) is not None:
        if not clean:
            line = text.count("\n", 0, bad.start()) + 1
            kind = "bidi control" if bad.group() > "\x7f" else "control"
            raise FayiError(
                f"{kind} character U+{ord(bad.group()):04X}", path=name, line=line,
                column=bad.start() - text.rfind("\n", 0, bad.start()),
                hint="delete it, or read the text with --clean, which drops such characters",
            )  # fmt: skip
        text, count = FORBIDDEN.subn("", text)
        warnings.append(f"{count} control or bidi characters dropped")
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        line = next(i for i, value in enumerate(text.split("\n"), 1) if len(value) == longest)
        raise FayiError(
            f"a line of {longest:,} characters", path=name, line=line, allowed=f"at most {MAX_LINE:,}",
            hint="break the text into paragraphs",
        )  # fmt: skip
    if STRAY.search(text):
        text, count = STRAY.subn("", text)
        warnings.append(f"{count} invisible characters dropped")
    return text
