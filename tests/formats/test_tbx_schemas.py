"""Our grammars and rules of TBX: other programs agree that they are schemas and what passes them; every mistake has its line."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import FayiError
from toolkit.formats import judges_tbx, registry, relaxng, schematron
from toolkit.formats.format import Settings
from toolkit.formats.glossaries import load_concepts
from toolkit.formats.grammar import TOO_MANY
from toolkit.formats.model import from_concepts
from toolkit.formats.tbx_vocabulary import BASIC, MIN, PICKLISTS
from toolkit.formats.validate import validate

DATA = Path(__file__).parent / "data"
GOOD = ("basic-dca.tbx", "basic-dct.tbx", "v2.tbx", "unknown.tbx")
DIALECTS = ("tbx", "tbx-dct", "tbx-min", "tbx-min-dct", "tbx-core", "tbx2")
CORE = "<termSec><term>a</term></termSec>"


def tbx(entry: str, dialect: str = "TBX-Basic", style: str = "dca", more: str = "") -> str:
    """A file of version 3 whose entries begin in line 2."""
    return (
        f'<tbx type="{dialect}" style="{style}" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" '
        f'xmlns:basic="http://www.tbxinfo.net/ns/basic"{more}><tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>'
        f"<text><body>\n{entry}\n</body></text></tbx>"
    )


def entry(inside: str = "", term: str = CORE, head: str = 'id="c1"') -> str:
    return f'<conceptEntry {head}>\n{inside}\n<langSec xml:lang="en">\n{term}\n</langSec></conceptEntry>'


def note(category: str, value: str) -> str:
    return f'<termSec><term>a</term>\n<termNote type="{category}">{value}</termNote></termSec>'


def martif(tig: str) -> str:
    return (
        '<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>'
        f'<text><body>\n<termEntry id="c1">\n<langSet xml:lang="en">\n{tig}\n</langSet></termEntry></body></text></martif>'
    )


GOOD_ENTRIES = {
    "plain": tbx(entry()),
    "definition": tbx(entry('<descripGrp><descrip type="definition">d</descrip><admin type="source">s</admin></descripGrp>')),
    "two": tbx(entry() + entry(head='id="c2"')),
    "values": tbx(entry(term=note("partOfSpeech", " noun\n"))),
    "group": tbx(entry(term='<termSec><term>a</term><termNoteGrp><termNote type="termType">acronym</termNote></termNoteGrp></termSec>')),
    "date": tbx(entry('<transacGrp><transac type="transactionType">origination</transac><date>2024-05-01</date></transacGrp>')),
    "dct": tbx(entry("<min:subjectField>law</min:subjectField>", '<termSec><term>a</term><basic:context>b</basic:context></termSec>'), style="dct"),
    "private": tbx(entry('<descrip type="Translation needed">yes</descrip>'), dialect="TBX-Fayi"),
    "foreign attribute": tbx(entry(head='id="c1" x:a="1"'), more=' xmlns:x="urn:x"'),
    "v2": martif('<tig><term>a</term><termNote type="partOfSpeech">properNoun</termNote></tig>'),
    "v2 ntig": martif('<ntig><termGrp><term>a</term></termGrp><descrip type="context">x</descrip></ntig>'),
}  # fmt: skip
BAD = {
    "no id": (tbx(entry(head="")), 2, "<conceptEntry> has no id"),
    "no xml:lang": (tbx(entry().replace(' xml:lang="en"', "")), 4, "<langSec> has no xml:lang"),
    "attribute": (tbx(entry(head='id="c1" foo="1"')), 2, "cannot have the attribute foo"),
    "order": (tbx(entry(term=CORE + "\n<note>late</note>")), 4, "wrong content: termSec, note"),
    "no term": (tbx(entry(term="<termSec>\n<note>n</note></termSec>")), 5, "wrong content: note"),
    "unknown element": (tbx(entry("<gloss/>")), 3, "<gloss> is not an element"),
    "text": (tbx(entry("words")), 2, "<conceptEntry> cannot have text"),
    "tail": (tbx(entry("<note>n</note> words")), 2, "<conceptEntry> cannot have text"),
    "no type": (tbx(entry("<descrip>d</descrip>")), 3, "<descrip> has no type"),
    "empty type": (tbx(entry('<descrip type="">d</descrip>')), 3, "empty type"),
    "style": (tbx(entry(), style="dcx"), 1, 'style="dcx" is not one of dca, dct'),
    "no body": (tbx(""), 1, "<body> has the wrong content: nothing"),
    "repeated id": (tbx(entry() + "\n" + entry()), 7, 'id="c1" stands already in line 2'),
    "root": ('<tbx type="TBX-Core" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed:3.0">\n</tbx>', 1, "the root is <tbx"),
    "DCT in DCA": (tbx(entry("<min:subjectField>law</min:subjectField>")), 3, "DCT style in a DCA file"),
    "DCA in DCT": (tbx(entry('<descrip type="subjectField">law</descrip>'), style="dct"), 3, "DCA style in a DCT file"),
    "module": (tbx(entry("<basic:subjectField>law</basic:subjectField>"), style="dct"), 3, "basic:subjectField is no category"),
    "of a term": (tbx(entry('<termNote type="register">x</termNote>'), dialect="TBX-Fayi"), 3, "register may only stand at a term"),
    "of a term, DCT": (tbx(entry("<min:partOfSpeech>noun</min:partOfSpeech>"), style="dct"), 3, "may only stand at a term"),
    "category": (tbx(entry(term=note("usageStatus", "preferred"))), 6, "usageStatus is no category of TBX-Basic"),
    "element": (tbx(entry('<admin type="definition">d</admin>')), 3, "definition is no category of TBX-Basic for <admin>"),
    "value": (tbx(entry(term=note("partOfSpeech", "propernoun"))), 6, 'partOfSpeech "propernoun" is not one of noun'),
    "status": (tbx(entry(term=note("administrativeStatus", "preferred")), dialect="TBX-Min"), 6, "is not one of preferredTerm-admn-sts"),
    "min": (tbx(entry('<descrip type="definition">d</descrip>'), dialect="TBX-Min"), 3, "definition is no category of TBX-Min"),
    "min ref": (tbx(entry('<ref type="crossReference">d</ref>'), dialect="TBX-Min"), 3, "no category of TBX-Min"),
    "place": (tbx(entry(term='<termSec><term>a</term>\n<descrip type="subjectField">l</descrip></termSec>')), 6, "subjectField cannot stand at <termSec>, only at conceptEntry"),
    "place in a group": (tbx(entry('<descripGrp>\n<descrip type="context">c</descrip></descripGrp>')), 4, "context cannot stand at <conceptEntry>"),
    "v2 value": (martif('<tig><term>a</term>\n<termNote type="partOfSpeech">gerund</termNote></tig>'), 5, "gerund"),
    "v2 order": (martif('<tig><note>n</note><term>a</term></tig>'), 4, "wrong content: note, term"),
    "v2 place": (martif('<tig><term>a</term>\n<descrip type="definition">d</descrip></tig>'), 5, "definition cannot stand at <tig>"),
    "v2 as v3": (martif('<termSec><term>a</term></termSec>'), 4, "<termSec> is not an element"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD_ENTRIES)
def test_good_files_pass(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.tbx").write_text(GOOD_ENTRIES[name])
    assert list(validate(tmp_path / "a.tbx")[1]) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_files_fail_at_their_line(tmp_path: Path, name: str) -> None:
    content, line, message = BAD[name]
    (tmp_path / "a.tbx").write_text(content)
    found = list(validate(tmp_path / "a.tbx")[1])
    assert any(p.line == line and message in p.message for p in found), found


def test_every_mistake_of_an_entry_is_told(tmp_path: Path) -> None:
    bad = '<conceptEntry>\n<descrip>d</descrip>\n<langSec>\n<termSec foo="1"><term>a</term>\n<termNote type="partOfSpeech">x</termNote></termSec></langSec></conceptEntry>'
    (tmp_path / "a.tbx").write_text(tbx("\n".join([entry(), bad, entry(head='id="c2"'), bad])))
    lines = [p.line for p in validate(tmp_path / "a.tbx")[1]]
    first = [7, 8, 9, 10, 11]
    assert lines == first + [line + 10 for line in first]


def test_a_large_file_is_judged_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.formats import judges

    rows = [entry(head=f'id="c{n}"') for n in range(300)]
    rows[7] = entry("<descrip>d</descrip>", head='id="c7"')
    rows[250] = entry(head='id="c7"')
    rows[251] = entry(term=note("partOfSpeech", "x"), head='id="c251"')
    (tmp_path / "a.tbx").write_text(tbx("\n".join(rows)))
    whole = list(validate(tmp_path / "a.tbx")[1])
    monkeypatch.setattr(judges, "BATCH_RECORDS", 20)
    assert list(validate(tmp_path / "a.tbx")[1]) == whole
    assert len(whole) == 3


@pytest.mark.parametrize(("inside", "message"), [
    ("<note/>" * 6000, "too much in one element"),
    (("<note>" + "<hi/>" * 4000 + "</note>") * 30, "too much in one record"),
    ("<note>" + "<hi>" * 300 + "</hi>" * 300 + "</note>", "not well-formed"),
])  # fmt: skip
def test_a_record_that_would_take_long_is_refused(tmp_path: Path, inside: str, message: str) -> None:
    (tmp_path / "a.tbx").write_text(tbx(entry(inside)))
    with pytest.raises(FayiError, match=message):
        list(validate(tmp_path / "a.tbx")[1])


def test_problems_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "a.tbx").write_text(tbx("".join(entry("<descrip/>", head=f'id="c{n}"') for n in range(3000))))
    found = list(validate(tmp_path / "a.tbx")[1])
    assert found[-1].message == TOO_MANY
    assert len(found) <= 1001


def xmllint(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("xmllint")
    if program is None:
        pytest.skip("xmllint is not installed")
    return subprocess.run(
        [program, "--noout", "--nonet", *map(str, arguments)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", DIALECTS)
def test_what_is_written_passes_in_xmllint(small: Path, tmp_path: Path, name: str) -> None:
    chosen = registry.named(name)
    assert chosen.write is not None
    chosen.write(tmp_path / "a.tbx", from_concepts(load_concepts(small)), Settings())
    grammar = judges_tbx.OWN / judges_tbx.STRUCTURE["martif" if name == "tbx2" else "tbx"]
    done = xmllint("--relaxng", grammar, tmp_path / "a.tbx")
    assert done.returncode == 0, done.stderr
    assert list(validate(tmp_path / "a.tbx", schema=grammar)[1]) == []


@pytest.mark.parametrize("name", GOOD)
def test_files_of_other_tools_pass_in_xmllint(name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    grammar = judges_tbx.OWN / judges_tbx.STRUCTURE["martif" if "<martif" in text else "tbx"]
    assert xmllint("--relaxng", grammar, DATA / name).returncode == 0
    assert list(validate(DATA / name)[1]) == []


@pytest.mark.parametrize("name", sorted(judges_tbx.STRUCTURE.values()))
def test_each_element_can_be_judged_alone(name: str) -> None:
    """The form that ``relaxng`` asks of a grammar: a definition per element, of its own name."""
    grammar = relaxng.Grammar(judges_tbx.OWN / name)
    for defined, body in grammar.bodies.items():
        assert body.get("name", "category") == defined
        assert len(list(body.iter("{http://relaxng.org/ns/structure/1.0}element"))) == 1


def test_rules_and_vocabulary_say_the_same() -> None:
    """The writer and the rules know the same categories and values."""
    for file, known in (
        ("tbx3-min.sch", set(MIN)),
        ("tbx3-basic.sch", {*MIN, *BASIC}),
        ("tbx2-basic.sch", {*MIN, *BASIC}),
    ):
        schema: Any = schematron.Rules(judges_tbx.OWN / file).schema
        tests = " ".join(schema.xpath("//*[local-name()='pattern'][@id='categories']//@test"))
        assert {word for word in tests.split("'") if word.isalpha()} == known
        for category, values in PICKLISTS.items():
            if category in known:
                (test,) = schema.xpath(
                    "//*[local-name()='pattern'][@id='values']/*[contains(@context, $c)]/*/@test", c=category
                )
                assert values <= set(str(test).split("'"))
