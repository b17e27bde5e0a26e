"""Measures the formats beside their peers: ``python benchmarks/interchange.py [UNITS] [--large] [--peers DIR]``.

Every task is a process of its own; printed are CPU seconds (user and system), records per second and peak memory.
Peers that are installed with Fayi (lxml) run in its interpreter, the others each in a virtual environment of their
own, made under DIR (a temporary directory by default) from PyPI, and never imported by Fayi. ``--large`` adds the
conversion of a memory of a gigabyte. What is missing on a machine is skipped with the reason.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interchange_tasks import LARGE, PEERS, PYTHONS, SAMPLE, TASKS, Task

ROOT = Path(__file__).resolve().parent.parent
WORDS = (
    "contract party court shall evidence procuratorate plaintiff defendant the of and case filing appeal law article person crime liability damages"
).split()
CHARACTERS = "合同当事人民法院应证据检察原告被告的和案件立案上诉律条人犯罪责任赔偿"


def unit_of(number: int, chance: random.Random) -> str:
    en, zh = " ".join(chance.choices(WORDS, k=19)), "".join(chance.choices(CHARACTERS, k=30))
    if number % 5 == 0:
        opened, closed = '<bpt i="1" type="bold">&lt;b&gt;</bpt>', '<ept i="1">&lt;/b&gt;</ept>'
        en = f"{en[:10]}{opened}{en[10:20]}{closed}{en[20:]}"
        zh = f"{zh[:3]}{opened}{zh[3:8]}{closed}{zh[8:]}"
    return (
        f'<tu tuid="{number}" creationdate="20240101T000000Z" creationid="me"><prop type="x-domain">law</prop>\n'
        f'<tuv xml:lang="en"><seg>{en}</seg></tuv>\n<tuv xml:lang="zh-CN"><seg>{zh}</seg></tuv>\n</tu>\n'
    )


def make(directory: Path, units: int) -> None:
    """A memory with inline codes in every fifth unit, its beginning, and a catalog of a quarter as many messages."""
    chance = random.Random(1)
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="gen" creationtoolversion="1" segtype="sentence" '
        'o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>\n<body>\n'
    )
    with (
        (directory / "units.tmx").open("w", encoding="utf-8") as out,
        (directory / "sample.tmx").open("w", encoding="utf-8") as sample,
    ):
        for file in (out, sample):
            file.write(head)
        for number in range(units):
            text = unit_of(number, chance)
            out.write(text)
            if number < SAMPLE:
                sample.write(text)
        for file in (out, sample):
            file.write("</body>\n</tmx>\n")
    with (directory / "messages.po").open("w", encoding="utf-8") as out:
        out.write('msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n')
        for number in range(units // 4):
            text = " ".join(chance.choices(WORDS, k=12))
            out.write(
                f'\n#: law.txt:{number}\nmsgid "{number} {text}"\nmsgstr "{"".join(chance.choices(CHARACTERS, k=20))}"\n'
            )


def make_large(directory: Path, units: int) -> int:
    """The memory repeated to a gigabyte; returns its number of units."""
    # Never in memory: the peak of a child begins with that of the process that starts it.
    source = directory / "units.tmx"
    times = (1 << 30) // source.stat().st_size + 1
    with (directory / "large.tmx").open("wb") as out:
        for number in range(times):
            with source.open("rb") as lines:
                inside = False
                for line in lines:
                    outside = line.startswith(b"</body>")
                    if (inside and not outside) or (not inside and not number):
                        out.write(line)
                    inside = (inside or line.startswith(b"<body>")) and not outside
                    if outside:
                        break
        out.write(b"</body>\n</tmx>\n")
    return units * times


def interpreter(peer: str, directory: Path) -> str:
    """The Python of a peer's environment, made when it is not there; raises ``OSError`` with the reason when it cannot be."""
    place = directory / peer
    python = place / "bin" / "python"
    if not python.exists():
        known = [name for name in PYTHONS.get(peer, (sys.executable,)) if _runs(name)]
        if not known:
            raise OSError(f"needs {' or '.join(PYTHONS[peer])}")
        subprocess.run([known[0], "-m", "venv", str(place)], check=True, capture_output=True)
        done = subprocess.run(
            [str(python), "-m", "pip", "install", "-q", *PEERS[peer]], capture_output=True, text=True
        )
        if done.returncode:
            shutil.rmtree(place)
            raise OSError(f"cannot be installed: {done.stderr.strip().splitlines()[-1]}")
    return str(python)


def _runs(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def measure(task: Task, directory: Path, peers: Path, count: int) -> None:
    environment = {**os.environ, "LANGUAGE": "en"}
    try:
        if isinstance(task.code, str):
            python = interpreter(task.peer, peers) if task.peer else sys.executable
            command = [python, "-c", task.code]
            environment["PYTHONPATH"] = "" if task.peer else str(ROOT)
        else:
            command = list(task.code)
        process = subprocess.Popen(
            command, cwd=directory, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{task.title:52} skipped: {error}", flush=True)
        return
    output = process.stdout.read() if process.stdout else ""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    for line in output.splitlines():
        if line.startswith("timed "):
            seconds, count = float(line.split()[1]), int(line.split()[2])
    result = f"{seconds:7.2f} s {count / max(seconds, 1e-9):10,.0f}/s {usage.ru_maxrss / 1024:6.0f} MB"
    print(f"{task.title:52} {result if process.returncode == 0 else 'failed'}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", type=int, nargs="?", default=200_000)
    parser.add_argument("--large", action="store_true", help="also convert a gigabyte")
    parser.add_argument("--peers", type=Path, help="keep the environments of the peers here")
    chosen = parser.parse_args()
    directory = Path(tempfile.mkdtemp(prefix="fayi-benchmark-"))
    peers = (chosen.peers or directory / "peers").resolve()
    try:
        make(directory, chosen.units)
        size = (directory / "units.tmx").stat().st_size / 1e6
        load = f"; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
        print(
            f"{chosen.units:,} units, {size:.0f} MB of TMX; {chosen.units // 4:,} messages; Python {sys.version.split()[0]}; "
            f"{time.strftime('%Y-%m-%d')}{load}"
        )
        counts = {
            "units": chosen.units,
            "sample": min(SAMPLE, chosen.units),
            "messages": chosen.units // 4,
            "large": 0,
        }
        for task in TASKS:
            measure(task, directory, peers, counts[task.records])
        if chosen.large:
            counts["large"] = make_large(directory, chosen.units)
            measure(LARGE, directory, peers, counts["large"])
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
