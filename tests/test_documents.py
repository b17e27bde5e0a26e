from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.documents import MAX_LINE, decode, find_texts, read_document
from toolkit.errors import FayiError

ENGLISH = "The procuratorate approved the arrest.\n\nThe court heard the case.\n"


def write(path: Path, content: bytes | str) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    document = read_document(write(tmp_path / "a.txt", ENGLISH.encode(encoding)))
    assert [s.text for s in document.segments] == ["The procuratorate approved the arrest.", "The court heard the case."]


def test_gb18030_is_read_and_said(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.txt", "检察机关依法审查逮捕。\n人民法院开庭审理。".encode("gb18030")))
    assert document.lang == "zh"
    assert document.segments[0].text == "检察机关依法审查逮捕。"
    assert document.warnings == ("read as GB18030",)


def test_windows_punctuation_is_read(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.txt", "The “protective umbrella” – again".encode("cp1252")))
    assert "“protective umbrella” –" in document.segments[0].text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", b" \n\n ", "the file is empty"),
        ("binary.txt", bytes(range(256)) * 20, "binary"),
        ("mixed.txt", "检察机关依法办案\n".encode() + "检察机关依法办案\n".encode("gb18030"), "wrong or mixed encoding"),
        ("control.txt", b"abc\x01def", "control character U+0001"),
        ("bidi.txt", "abc\u202edef".encode(), "bidi control character U+202E"),
        ("long.txt", b"a" * (MAX_LINE + 2), "a line of"),
        ("broken.docx", b"PK\x03\x04rubbish", "not a readable Word document"),
        ("text.docx", b"just text", "not a readable Word document"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
    ],
)
def test_unusable_files_are_refused_with_one_line(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(FayiError, match=re.escape(says)) as caught:
        read_document(write(tmp_path / name, content))
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_clean_drops_control_characters(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.txt", "abc\x01 \u202edef".encode()), clean=True)
    assert document.segments[0].text == "abc def"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(2**20))
    with pytest.raises(FayiError, match="zip bomb"):
        read_document(str(path))


def test_word_paragraphs_and_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The first paragraph.")
    document.add_table(1, 2).rows[0].cells[1].text = "A cell."
    document.add_paragraph("The last one.")
    buffer = io.BytesIO()
    document.save(buffer)
    texts = [s.text for s in read_document(write(tmp_path / "a.docx", buffer.getvalue())).segments]
    assert texts == ["The first paragraph.", "A cell.", "The last one."]


def test_html_without_scripts_and_navigation(tmp_path: Path) -> None:
    page = """<html><head><title>T</title><style>p{}</style></head><body><nav>Home | News</nav><script>var court=1</script>
    <p>The <b>procuratorial</b> organ &amp; the&nbsp;court.</p><div>Two<br>lines</div><footer>Contact</footer></body></html>"""
    segments = read_document(write(tmp_path / "a.html", page)).segments
    assert [s.text for s in segments if not s.furniture] == ["The procuratorial organ & the court.", "Two lines"]


def test_html_entities_from_outside_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><p>a &x; b</p>'
    assert "hidden" not in "".join(s.text for s in read_document(write(tmp_path / "a.html", page)).segments)


def test_deeply_nested_html_does_not_break(tmp_path: Path) -> None:
    with pytest.raises(FayiError, match="no text in this file"):
        read_document(write(tmp_path / "a.html", "<div>" * 5000 + "text" + "</div>" * 5000))
    document = read_document(write(tmp_path / "b.html", "<div>" * 200 + "text" + "</div>" * 200))
    assert document.segments[0].text == "text"


def test_markdown_without_code(tmp_path: Path) -> None:
    text = "# The court\n\nA *short* [link](http://x.example/court) and `code`.\n\n```\ncourt\n```\n\n- item one\n"
    segments = read_document(write(tmp_path / "a.md", text)).segments
    assert [s.text for s in segments] == ["The court", "A short link and … .", "item one"]
    assert segments[1].line == 3


def test_wrapped_lines_join_and_lists_do_not(tmp_path: Path) -> None:
    wrapped = "The procuratorial organs of the whole country have insisted\non handling every case with high quality and efficiency and\nthey did."
    texts = [s.text for s in read_document(write(tmp_path / "a.txt", wrapped + "\n\nOne\nTwo\n")).segments]
    assert len(texts) == 3
    assert texts[0].startswith("The procuratorial organs of the whole country have insisted on handling")


def test_furniture_is_marked_at_the_end_only(tmp_path: Path) -> None:
    text = "Source: the survey shows that courts are busy and that much remains to be done in every county of it.\n\n" + "A sentence. " * 20 + (
        "\n\nEdit:Ying Ying    Responsible editor:Shen Chen\n\nSpecial statement: if the pictures infringe your rights, contact us.\n\nReturn to list\n\nLinks\n\n粤ICP备19140089号\n"
    )
    segments = read_document(write(tmp_path / "a.txt", text)).segments
    assert [s.furniture for s in segments] == [False, False, True, True, True, True, True]


def test_directories_are_searched_for_texts(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub" / "b.txt", ENGLISH)
    write(tmp_path / "a.html", "<p>x</p>")
    write(tmp_path / "c.png", b"x")
    write(tmp_path / ".hidden.txt", "x")
    assert find_texts([str(tmp_path)]) == [str(tmp_path / "a.html"), str(tmp_path / "sub" / "b.txt")]


def test_missing_and_empty_places(tmp_path: Path) -> None:
    with pytest.raises(FayiError, match="no such file"):
        find_texts([str(tmp_path / "nothing.txt")])
    with pytest.raises(FayiError, match="no texts in this directory"):
        find_texts([str(tmp_path)])


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_decode_or_are_refused(content: bytes) -> None:
    try:
        decoded, _ = decode(content, "x")
    except FayiError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(decoded, str)
