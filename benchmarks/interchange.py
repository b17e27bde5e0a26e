"""Measures the formats side by side: ``python benchmarks/interchange.py [UNITS]`` (200,000 units by default).

Every task runs in a process of its own; printed are CPU seconds, units per second and peak memory. expat, lxml and
polib do the same work for comparison.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = (
    "contract party court shall evidence procuratorate plaintiff defendant the of and case filing appeal law article person crime liability damages"
).split()
CHARACTERS = "合同当事人民法院应证据检察原告被告的和案件立案上诉律条人犯罪责任赔偿"

TASKS = {
    "TMX: parse floor, expat without handlers": """
from xml.parsers import expat
parser = expat.ParserCreate("utf-8")
parser.ParseFile(open("units.tmx", "rb"))
""",
    "TMX: full records, lxml iterparse": """
from lxml import etree
count = 0
for event, tu in etree.iterparse("units.tmx", tag="tu"):
    record = (dict(tu.attrib), [(dict(p.attrib), p.text) for p in tu.iterfind("prop")], [n.text for n in tu.iterfind("note")],
              [(dict(v.attrib), [(e.tag, dict(e.attrib), e.text, e.tail) for e in v.find("seg").iter()]) for v in tu.iterfind("tuv")])
    count += 1
    tu.clear()
    while tu.getprevious() is not None:
        del tu.getparent()[0]
""",
    "TMX: full records, Fayi": """
from pathlib import Path
from toolkit.formats import tmx
count = sum(1 for unit in tmx.document(Path("units.tmx")))
""",
    "TMX: read and write, Fayi": """
from pathlib import Path
from toolkit.formats import tmx
document = tmx.document(Path("units.tmx"))
count = tmx.write(Path("again.tmx"), document, header=document.header)
""",
    "TMX: write only, Fayi": """
from itertools import islice
from pathlib import Path
from toolkit.formats import tmx
units = list(islice(tmx.document(Path("units.tmx")), 20_000))
import time
start = time.process_time()
count = tmx.write(Path("again.tmx"), (unit for _ in range(10) for unit in units))
print("timed", time.process_time() - start, count)
""",
    "TMX: write only, lxml xmlfile": """
from itertools import islice
from pathlib import Path
from lxml import etree
from toolkit.formats import tmx
units = list(islice(tmx.document(Path("units.tmx")), 20_000))
import time
start = time.process_time()
count = 0
with etree.xmlfile("lxml.tmx", encoding="UTF-8") as file, file.element("tmx", version="1.4"), file.element("body"):
    for unit in units:
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
""",
    "TMX to TSV: fayi convert": """
from toolkit.cli import run
run(["convert", "units.tmx", "units.tsv"])
""",
    "PO: read, Fayi": """
from pathlib import Path
from toolkit.formats import po
count = len(po.load(Path("messages.po")).messages)
""",
    "PO to MO, Fayi (MO writing timed alone)": """
from pathlib import Path
from toolkit.formats import mo, po
catalog = po.load(Path("messages.po"))
import time
start = time.process_time()
count = mo.write(Path("messages.mo"), catalog)
print("timed", time.process_time() - start, count)
""",
    "PO to MO, polib (MO writing timed alone)": """
import polib, time
catalog = polib.pofile("messages.po", encoding="utf-8")
start = time.process_time()
catalog.to_binary()
print("timed", time.process_time() - start, len(catalog))
""",
}


def make(directory: Path, units: int) -> None:
    """A memory with inline codes in every fifth unit, and a catalog of a quarter as many messages."""
    chance = random.Random(1)
    with (directory / "units.tmx").open("w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="gen" creationtoolversion="1" segtype="sentence" '
            'o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>\n<body>\n'
        )
        for number in range(units):
            en, zh = " ".join(chance.choices(WORDS, k=17)), "".join(chance.choices(CHARACTERS, k=25))
            if number % 5 == 0:
                opened, closed = '<bpt i="1" type="bold">&lt;b&gt;</bpt>', '<ept i="1">&lt;/b&gt;</ept>'
                en, zh = (
                    f"{en[:10]}{opened}{en[10:20]}{closed}{en[20:]}",
                    f"{zh[:3]}{opened}{zh[3:8]}{closed}{zh[8:]}",
                )
            out.write(
                f'<tu tuid="{number}" creationdate="20240101T000000Z" creationid="me"><prop type="x-domain">law</prop>\n'
                f'<tuv xml:lang="en"><seg>{en}</seg></tuv>\n<tuv xml:lang="zh-CN"><seg>{zh}</seg></tuv>\n</tu>\n'
            )
        out.write("</body>\n</tmx>\n")
    with (directory / "messages.po").open("w", encoding="utf-8") as out:
        out.write('msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n')
        for number in range(units // 4):
            text = " ".join(chance.choices(WORDS, k=12))
            out.write(
                f'\n#: law.txt:{number}\nmsgid "{number} {text}"\nmsgstr "{"".join(chance.choices(CHARACTERS, k=20))}"\n'
            )


def measure(name: str, code: str, directory: Path, units: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=directory, env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    output = process.stdout.read() if process.stdout else ""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    count = units // 4 if name.startswith("PO") else units
    for line in output.splitlines():
        if line.startswith("timed "):
            seconds, count = float(line.split()[1]), int(line.split()[2])
    result = f"{seconds:7.2f} s {count / max(seconds, 1e-9):10,.0f}/s {usage.ru_maxrss / 1024:6.0f} MB"
    print(f"{name:44} {result if process.returncode == 0 else 'failed'}", flush=True)


def main() -> None:
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    directory = Path(tempfile.mkdtemp(prefix="fayi-benchmark-"))
    try:
        make(directory, units)
        size = (directory / "units.tmx").stat().st_size >> 20
        print(
            f"{units:,} units, {size} MB of TMX; {units // 4:,} messages; Python {sys.version.split()[0]}; {time.strftime('%Y-%m-%d')}"
        )
        for name, code in TASKS.items():
            measure(name, code, directory, units)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
