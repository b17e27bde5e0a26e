"""What ``interchange.py`` measures: one task is one process, of Fayi or of a peer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

PEERS = {
    "translate-toolkit": ("translate-toolkit", "lxml"),
    "polib": ("polib",),
    "babel": ("Babel",),
    # 0.8 cannot be imported before Python 3.14, 0.7 not before 3.13.
    "hypomnema": ("hypomnema==0.7", "lxml"),
}
PYTHONS = {"hypomnema": ("python3.13", "python3.14")}
SAMPLE = 20_000
"""Units given to peers that would need minutes for all."""


class Task(NamedTuple):
    """One measured process."""

    title: str
    code: str | Sequence[str]
    """Python, or the arguments of a program."""
    peer: str = ""
    records: str = "units"
    """Which number of records it treats: ``units``, ``sample``, ``messages`` or ``large``."""


UNITS = """
from itertools import islice
from pathlib import Path
from toolkit.formats import tmx
units = list(islice(tmx.document(Path("units.tmx")), 20_000))
import time
start = time.process_time()
"""
TASKS = (
    Task("TMX read: parse floor, libxml2 (xmllint --stream)", ("xmllint", "--noout", "--stream", "units.tmx")),
    Task("TMX read: parse floor, expat without handlers", """
from xml.parsers import expat
parser = expat.ParserCreate("utf-8")
parser.ParseFile(open("units.tmx", "rb"))
"""),
    Task("TMX read: full records, Fayi", """
from pathlib import Path
from toolkit.formats import tmx
count = sum(1 for unit in tmx.document(Path("units.tmx")))
"""),
    Task("TMX read: full records, lxml iterparse", """
from lxml import etree
for event, tu in etree.iterparse("units.tmx", tag="tu"):
    record = (dict(tu.attrib), [(dict(p.attrib), p.text) for p in tu.iterfind("prop")], [n.text for n in tu.iterfind("note")],
              [(dict(v.attrib), [(e.tag, dict(e.attrib), e.text, e.tail) for e in v.find("seg").iter()]) for v in tu.iterfind("tuv")])
    tu.clear()
    while tu.getprevious() is not None:
        del tu.getparent()[0]
"""),
    Task("TMX read: parse and both texts, translate-toolkit", """
from translate.storage import tmx
store = tmx.tmxfile.parsefile("units.tmx")
for unit in store.units:
    unit.source, unit.target
""", "translate-toolkit"),
    Task("TMX read: full records, hypomnema (stream)", """
import hypomnema
for unit in hypomnema.load("sample.tmx", filter="tu"):
    pass
""", "hypomnema", "sample"),
    Task("TMX write: Fayi", UNITS + """
count = tmx.write(Path("again.tmx"), (unit for _ in range(10) for unit in units))
print("timed", time.process_time() - start, count)
"""),
    Task("TMX write: lxml.etree.xmlfile", UNITS + """
from lxml import etree
count = 0
with etree.xmlfile("lxml.tmx", encoding="UTF-8") as file, file.element("tmx", version="1.4"), file.element("body"):
    for unit in (unit for _ in range(10) for unit in units):
        tu = etree.Element("tu", {"tuid": unit.id, **unit.attributes})
        for prop in unit.props:
            etree.SubElement(tu, "prop", type=prop.type).text = prop.value
        for variant in unit.variants:
            tuv = etree.SubElement(tu, "tuv", {"{http://www.w3.org/XML/1998/namespace}lang": variant.lang})
            seg, last = etree.SubElement(tuv, "seg"), None
            for run in variant.runs:
                if not isinstance(run, str):
                    last = etree.SubElement(seg, run.name, dict(run.attributes))
                    last.text = run.content[0] if run.content else None
                elif last is None:
                    seg.text = run
                else:
                    last.tail = run
        file.write(tu)
        count += 1
print("timed", time.process_time() - start, count)
"""),
    Task("TMX write: plain strings, words only, unchecked", UNITS + """
from xml.sax.saxutils import escape
count = 0
with open("plain.tmx", "w", encoding="utf-8") as out:
    for unit in (unit for _ in range(10) for unit in units):
        one, two = unit.variants
        out.write(f'<tu tuid="{unit.id}"><tuv xml:lang="en"><seg>{escape(one.runs[0])}</seg></tuv>'
                  f'<tuv xml:lang="zh-CN"><seg>{escape(two.runs[0])}</seg></tuv></tu>\\n')
        count += 1
print("timed", time.process_time() - start, count)
"""),
    Task("TMX write: words only, translate-toolkit", """
from translate.storage import tmx
import time
start = time.process_time()
store = tmx.tmxfile()
for number in range(20_000):
    store.addtranslation(f"court evidence {number}", "en", "人民法院应当依法审理", "zh-CN")
open("tt.tmx", "wb").write(bytes(store))
print("timed", time.process_time() - start, 20_000)
""", "translate-toolkit", "sample"),
    Task("TMX read and write: Fayi", """
from pathlib import Path
from toolkit.formats import tmx
document = tmx.document(Path("units.tmx"))
count = tmx.write(Path("again.tmx"), document, header=document.header)
"""),
    Task("TMX to TSV: fayi convert", """
from toolkit.cli import run
run(["convert", "units.tmx", "units.tsv"])
"""),
    Task("PO read: Fayi", """
from pathlib import Path
from toolkit.formats import po
count = len(po.load(Path("messages.po")).messages)
""", "", "messages"),
    Task("PO read: polib", """
import polib
polib.pofile("messages.po", encoding="utf-8")
""", "polib", "messages"),
    Task("PO read: Babel", """
from babel.messages.pofile import read_po
read_po(open("messages.po", "rb"))
""", "babel", "messages"),
    Task("PO read: translate-toolkit", """
from translate.storage import pypo
pypo.pofile.parsefile("messages.po")
""", "translate-toolkit", "messages"),
    Task("MO write alone: Fayi", """
from pathlib import Path
from toolkit.formats import mo, po
catalog = po.load(Path("messages.po"))
import time
start = time.process_time()
count = mo.write(Path("messages.mo"), catalog)
print("timed", time.process_time() - start, count)
""", "", "messages"),
    Task("MO write alone: polib", """
import polib, time
catalog = polib.pofile("messages.po", encoding="utf-8")
start = time.process_time()
catalog.save_as_mofile("polib.mo")
print("timed", time.process_time() - start, len(catalog))
""", "polib", "messages"),
    Task("MO write alone: Babel", """
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
import time
catalog = read_po(open("messages.po", "rb"))
start = time.process_time()
write_mo(open("babel.mo", "wb"), catalog)
print("timed", time.process_time() - start, len(catalog))
""", "babel", "messages"),
    Task("PO to MO: Fayi (fayi convert)", """
from toolkit.cli import run
run(["convert", "messages.po", "fayi.mo"])
""", "", "messages"),
    Task("PO to MO: msgfmt", ("msgfmt", "-o", "msgfmt.mo", "messages.po"), "", "messages"),
)  # fmt: skip
LARGE = Task("1 GB of TMX to TSV: fayi convert", """
from toolkit.cli import run
run(["convert", "large.tmx", "large.tsv"])
""", "", "large")  # fmt: skip
