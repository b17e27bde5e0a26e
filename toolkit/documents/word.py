"""Word documents: the paragraphs of the body as their final version reads.

Read as a stream: the tree of a document of 64 MB would take a gigabyte.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import IO

from toolkit.documents.entities import refuse_entities
from toolkit.documents.limits import MAX_PARAGRAPHS, MAX_UNPACKED, SUFFIXES, visible
from toolkit.errors import FayiError
from toolkit.model import Segment

_BODY = "word/document.xml"


def read_docx(content: bytes, name: str) -> list[Segment]:
    """One segment for each paragraph. Raises ``FayiError`` for what is no Word document, or larger than one is."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if _BODY not in names:
                raise FayiError("a zip file, not a Word document", path=name, allowed=" ".join(SUFFIXES))
            # Pictures are never unpacked. A stated size that is too small ends in an error of the checksum.
            size = archive.getinfo(_BODY).file_size
            if size > MAX_UNPACKED or len(names) > 10_000:
                raise FayiError(
                    f"unpacks to {size >> 20} MB", path=name, allowed=f"at most {MAX_UNPACKED >> 20} MB",
                    hint="refused: it looks like a zip bomb",
                )  # fmt: skip
            with archive.open(_BODY) as body:
                paragraphs = _paragraphs(body, name)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError,
            zlib.error, lzma.LZMAError, struct.error) as error:  # fmt: skip
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


def _paragraphs(body: IO[bytes], name: str) -> list[str]:
    """The text of every paragraph in document order, each once: also in cells, controls, insertions, boxes."""
    from lxml import etree

    texts: list[list[str]] = []
    within: list[list[str]] = []
    unread = 0
    events = etree.iterparse(
        body,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for event, element in events:
        tag = element.tag
        if event == "start":
            if element.getparent() is None:
                refuse_entities(element.getroottree(), name)
            if tag in _UNREAD:
                unread += 1
            elif tag in _PARAGRAPH and not unread:
                within.append([])
                texts.append(within[-1])
                if len(texts) > MAX_PARAGRAPHS:
                    raise FayiError(
                        f"more than {MAX_PARAGRAPHS:,} paragraphs", path=name, hint="split the document"
                    )
            continue
        if tag in _UNREAD:
            unread -= 1
        elif not unread:
            if tag in _PARAGRAPH:
                within.pop()
            elif within and tag in _TEXT:
                within[-1].append(element.text or "")
            elif within and tag in _BLANK:
                within[-1].append(" ")
            elif within and tag in _HYPHEN:
                within[-1].append("-")
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
    return ["".join(parts) for parts in texts]
