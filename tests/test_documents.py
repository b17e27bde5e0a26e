from __future__ import annotations

import io
import os
import re
import threading
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.documents import MAX_LINE, decode, find_texts, read_document, read_documents
from toolkit.documents.prose import read_text
from toolkit.errors import FayiError
from toolkit.furniture import mark_furniture
from toolkit.model import Segment

ENGLISH = "The procuratorate approved the arrest.\n\nThe court heard the case.\n"


def write(path: Path, content: bytes | str) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    document = read_document(write(tmp_path / "a.txt", ENGLISH.encode(encoding)))
    assert [s.text for s in document.segments] == [
        "The procuratorate approved the arrest.",
        "The court heard the case.",
    ]


def test_gb18030_is_read_and_said(tmp_path: Path) -> None:
    document = read_document(
        write(tmp_path / "a.txt", "检察机关依法审查逮捕。\n人民法院开庭审理。".encode("gb18030"))
    )
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
        (
            "mixed.txt",
            "检察机关依法办案\n".encode() + "检察机关依法办案\n".encode("gb18030"),
            "wrong or mixed encoding",
        ),
        ("control.txt", b"abc\x01def", "control character U+0001"),
        ("bidi.txt", "abc\u202edef".encode(), "bidi control character U+202E"),
        ("long.txt", b"a" * (MAX_LINE + 2), "a line of"),
        ("broken.docx", b"PK\x03\x04rubbish", "not a readable Word document"),
        ("text.docx", b"just text", "not a readable Word document"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
    ],
)
def test_unusable_files_are_refused_with_one_line(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(FayiError, match=re.escape(says)) as caught:
        read_document(write(tmp_path / name, content))
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_clean_drops_control_characters(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.txt", "abc\x01 \u202edef".encode()), clean=True)
    assert document.segments[0].text == "abc def"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
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
    assert [s.text for s in segments if not s.furniture] == [
        "The procuratorial organ & the court.",
        "Two lines",
    ]


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
    text = (
        "Source: the survey shows that courts are busy and that much remains to be done in every county of it.\n\n"
        + "A sentence. " * 20
        + (
            "\n\nEdit:Ying Ying    Responsible editor:Shen Chen\n\nSpecial statement: if the pictures infringe your rights, contact us.\n\nReturn to list\n\nLinks\n\n粤ICP备19140089号\n"
        )
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


def texts_of(path: Path, content: bytes | str) -> list[str]:
    return [s.text for s in read_document(write(path, content)).segments if not s.furniture]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a title above the text, a short line inside
            "Working for a Safe China\nThe meeting called for the strict implementation of the leniency\n"
            "system for confession and punishment in accordance with the law, and\nfor a change in\nthe courts.",
            ["Working for a Safe China", "The meeting called for the strict implementation of the leniency system for confession"
             " and punishment in accordance with the law, and for a change in the courts."],
        ),
        (  # wrapped items of a list
            "1. The meeting called for the strict use of the leniency\n   system for confession in every case,\n   with care.\n"
            "2. The courts shall publish their decisions in good time\nand in full, as the law says.\n- third",
            ["1. The meeting called for the strict use of the leniency system for confession in every case, with care.",
             "2. The courts shall publish their decisions in good time and in full, as the law says.", "- third"],
        ),
        (  # words divided at the line end
            "The procura-\ntorial organs fight corruption with anti-\ncorruption laws, so-\ncial order and state-\nowned, first-\nand second-instance",
            ["The procuratorial organs fight corruption with anti-corruption laws, social order and state-owned, first- and second-instance"],
        ),
        ("Pre-\ntrial detention; pretrial work.", ["Pretrial detention; pretrial work."]),  # as written elsewhere
        ("leniency system\narrest\npublic interest litigation", ["leniency system", "arrest", "public interest litigation"]),
        (  # terms, one per line, are no prose
            "leniency system for confession and punishment\narrest\npublic interest litigation",
            ["leniency system for confession and punishment", "arrest", "public interest litigation"],
        ),
        (  # one sentence per line
            "The court heard the case and gave its judgment.\nThe procuratorate appealed against the judgment.",
            ["The court heard the case and gave its judgment.", "The procuratorate appealed against the judgment."],
        ),
    ],
)  # fmt: skip
def test_lines_are_joined_where_the_text_goes_on(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert texts_of(tmp_path / "a.txt", text) == expected


def test_chinese_wrapped_lines_join_without_blank(tmp_path: Path) -> None:
    line = "检察机关依法审查逮捕" * 4 + "犯"
    assert texts_of(tmp_path / "a.txt", f"{line}\n{line}\n罪。") == [line + line + "罪。"]


def test_the_report_of_an_earlier_build_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("a.md", "out/report.html", "out/glossary.tsv", "report.html"):
        write(tmp_path / name, "x")
    assert find_texts([str(tmp_path)]) == [str(tmp_path / "a.md"), str(tmp_path / "report.html")]


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("Copyright infringement crimes were prosecuted by the procuratorial organs in every province of the country.", False),
        ("Legal notice procedure: the court rejected the claim because the notice had not been served in time.", False),
        ("Address: the labor dispute was settled after the arbitration commission had heard both of the parties.", False),
        ("记者从最高人民检察院获悉,今年以来全国检察机关依法严厉打击严重暴力犯罪和毒品犯罪。", False),
        ("Special statement: if the pictures and texts reproduced or quoted on this site infringe your legitimate rights"
         " and interests, please contact this site, and this site will correct and delete them in time.", True),
        ("Copyright © 2019 by the newspaper; the texts may not be reproduced without its written permission.", True),
        ("Contact: readers who want to send in an article may write to the editors at editor@paper.example at any time.", True),
        ("Address: No. 1 Road, Beijing", True),
        ("Responsible editor: Shen Chen", True),
    ],
)  # fmt: skip
def test_long_sentences_are_text_and_formulas_are_furniture(line: str, furniture: bool) -> None:
    assert mark_furniture([Segment(line, 1)])[0].furniture is furniture


def test_word_cells_insertions_and_controls_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "Merged cell."
    cell = document.add_table(1, 1).cell(0, 0)
    cell.add_table(1, 1).cell(0, 0).text = "Nested."
    for inner in (
        "<w:p><w:r><w:t>The </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:r><w:tab/><w:t>law</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>, in a control.</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>A control of its own.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    ):
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        element = parse_xml(inner.replace(">", f' xmlns:w="{space}">', 1))
        document.element.body.insert(len(document.element.body) - 1, element)
    buffer = io.BytesIO()
    document.save(buffer)
    assert texts_of(tmp_path / "a.docx", buffer.getvalue()) == [
        "Merged cell.", "Nested.", "The new law, in a control.", "A control of its own."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>procura&shy;torial&#8203; or&#x202e;gan</p>", ["procuratorial organ"]),
        (
            "<p>the leniency<br>system<br/><br/>second<br>&nbsp;&nbsp;third</p>",
            ["the leniency system", "second", "third"],
        ),
        (
            '<p hidden>a</p><p aria-hidden="true">b</p><p style="color:red; DISPLAY: none">c</p><p>d<span hidden>e</span> f</p>',
            ["d f"],
        ),
    ],
)
def test_html_is_read_as_it_is_seen(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert texts_of(tmp_path / "a.html", f"<body>{body}</body>") == expected


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("ISO-8859-1", "cp1252", "Café Müller Ångström “law” naïve coöperation"),
        ("windows-1252", "cp1252", "Über die Äbte – öffentlich"),
        ("gb2312", "gbk", "检察院"),
        ("big5", "big5", "檢察院"),
    ],
)
def test_the_declared_encoding_of_a_page_is_believed(
    tmp_path: Path, declared: str, codec: str, text: str
) -> None:
    for meta in (
        f'<meta charset="{declared}">',
        f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">',
    ):
        page = f"<html><head>{meta}</head><body><p>{text}</p></body></html>"
        assert texts_of(tmp_path / "a.html", page.encode(codec)) == [text]
        assert texts_of(tmp_path / "a.html", page.encode()) == [text]


TRADITIONAL = "檢察機關依法審查逮捕，人民法院開庭審理。被告人認罪認罰，從寬處理。"


def test_big5_is_not_read_as_gb18030(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.txt", TRADITIONAL.encode("big5")))
    assert document.segments[0].text == TRADITIONAL
    assert document.warnings == ("read as Big5",)
    assert decode(TRADITIONAL.encode("gb18030"), "x") == (TRADITIONAL, "GB18030")


@pytest.mark.parametrize("codec", ["shift_jis", "koi8_r"])
def test_other_encodings_are_refused(codec: str) -> None:
    text = "検察は法律により逮捕を審査した" if codec == "shift_jis" else "Прокуратура утвердила арест"
    with pytest.raises(FayiError, match="wrong or mixed encoding"):
        decode(text.encode(codec), "x")


def test_markdown_with_html_and_front_matter(tmp_path: Path) -> None:
    text = (
        "---\ntitle: The court\ndate: 2024-02-01\n---\n\n| a |\n|---|\n| public<br>interest |\n\n"
        "<div>\n<p>The <b>court</b>.</p>\n<script>x</script>\n</div>\n\nA para&shy;graph.\n"
    )
    segments = read_document(write(tmp_path / "a.md", text)).segments
    assert [(s.text, s.line) for s in segments if not s.furniture] == [
        ("a", 6), ("public interest", 8), ("The court.", 11), ("A paragraph.", 15)
    ]  # fmt: skip
    assert [s.text for s in segments if s.furniture] == ["title: The court", "date: 2024-02-01"]
    assert texts_of(tmp_path / "b.md", "---\nNo front matter\n\n---\nText.\n") == ["No front matter", "Text."]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_are_read_like_files(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(ENGLISH,))
    writer.start()
    [document] = read_documents([str(pipe)])
    writer.join()
    assert len(document.segments) == 2


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_decode_or_are_refused(content: bytes) -> None:
    try:
        decoded, _ = decode(content, "x")
    except FayiError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(decoded, str)


@settings(max_examples=200)
@given(st.text("aB -,.;\n1）中。", max_size=200).filter(str.strip))
def test_joining_lines_loses_nothing(text: str) -> None:
    joined = "".join(s.text for s in read_text(text))
    assert re.sub(r"[\s-]", "", joined) == re.sub(r"[\s-]", "", text)
