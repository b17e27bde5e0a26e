"""Word documents: the paragraphs of the body as their final version reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.documents.limits import MAX_UNPACKED, SUFFIXES, visible
from toolkit.errors import FayiError
from toolkit.model import Segment

if TYPE_CHECKING:
    from lxml import etree


def read_docx(content: bytes, name: str) -> list[Segment]:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            total = sum(info.file_size for info in archive.infolist())
            if "word/document.xml" not in names:
                raise FayiError("a zip file, not a Word document", path=name, allowed=" ".join(SUFFIXES))
            if total > MAX_UNPACKED or len(names) > 10_000:
                raise FayiError(
                    f"unpacks to {total >> 20} MB", path=name, allowed=f"at most {MAX_UNPACKED >> 20} MB",
                    hint="refused: it looks like a zip bomb",
                )  # fmt: skip
        import docx

        document = docx.Document(io.BytesIO(content))
        paragraphs = _docx_texts(document.element.body)
    except FayiError:
        raise
    except Exception as error:
        raise FayiError(
            f"not a readable Word document ({type(error).__name__})", path=name,
            hint="open it in a word processor and save it again",
        ) from error  # fmt: skip
    return [Segment(visible(text), number) for number, text in enumerate(paragraphs, 1)]


_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_PARAGRAPH, _TEXT, _HYPHEN = ({f"{w}{name}" for w in _WORD} for name in ("p", "t", "noBreakHyphen"))
_BLANK = {f"{w}{name}" for w in _WORD for name in ("tab", "br", "cr", "ptab")}
# Deleted and moved text, readings above characters, properties (tab stops); the older copy of a text box.
_UNREAD = {f"{w}{name}" for w in _WORD for name in ("del", "moveFrom", "rt", "pPr", "rPr", "sdtPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}


def _docx_texts(body: etree._Element) -> list[str]:
    """The text of every paragraph in document order, each once: also in cells, controls, insertions, boxes."""
    from lxml.etree import iterwalk

    texts: list[list[str]] = []
    within: list[list[str]] = []
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            if tag in _PARAGRAPH:
                within.pop()
        elif tag in _UNREAD:
            walk.skip_subtree()
        elif tag in _PARAGRAPH:
            within.append([])
            texts.append(within[-1])
        elif within and tag in _TEXT:
            within[-1].append(element.text or "")
        elif within and tag in _BLANK:
            within[-1].append(" ")
        elif within and tag in _HYPHEN:
            within[-1].append("-")
    return ["".join(parts) for parts in texts]
