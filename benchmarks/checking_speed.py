"""Speed and memory of ``fayi check`` on 20 MB, ``pofilter`` beside it; see ``checking.py``."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import checking_corpus as corpora

from toolkit import termbase


def speed() -> None:
    """20 MB of PO, English and Chinese text made of the corpus and ordinary sentences; one core."""
    base = termbase.load()
    corpus = corpora.make(base.concepts, 7, segments=2_400)
    pick = random.Random(7)
    filler = [
        (
            "People on the street looked up and said that it would rain again before the evening came.",
            "街上的人们抬起头来，说天黑以前还会再下雨。",
        ),
        (
            "Nobody could tell how many of the books had been carried up to the second floor.",
            "谁也说不清有多少书已经搬到二楼上去了。",
        ),
    ]
    segments = [s for d in corpus.documents for s in d]
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        parts, english, chinese = (
            ['msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'],
            [],
            [],
        )
        size = number = 0
        while size < 20_000_000:
            chosen = [pick.choice(segments) for _ in range(3)]
            extra = [pick.choice(filler) for _ in range(3)]
            number += 1
            source = f"No. {number}. " + " ".join(
                x for s, f in zip(chosen, extra, strict=True) for x in (s.source, f[0])
            )
            target = f"第{number}号。" + "".join(
                x for s, f in zip(chosen, extra, strict=True) for x in (s.target, f[1])
            )
            parts.append(f'msgid "{source.replace(chr(34), "")}"\nmsgstr "{target.replace(chr(34), "")}"\n\n')
            size += len(parts[-1].encode())
            english.append(source)
            chinese.append(target)
        (place / "big.po").write_text("".join(parts), encoding="utf-8")
        (place / "en.txt").write_text("\n\n".join(english), encoding="utf-8")
        (place / "zh.txt").write_text("\n\n".join(chinese), encoding="utf-8")
        for name in ("big.po", "en.txt", "zh.txt"):
            path = place / name
            program = f"import resource,sys\nfrom time import process_time as now;sys.path.insert(0,{str(Path.cwd())!r});t=now()\nfrom toolkit.check import standard,engine\ns=standard.load();a=now();r=engine.check_path({str(path)!r},s,engine.Settings());b=now()\nprint(r.units,len(r.findings),round(a-t,2),round(b-a,2),resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024)"
            done = subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(done.stderr)
                continue
            units, found, load, seconds, memory = done.stdout.split()
            megabytes = path.stat().st_size / 1e6
            print(
                f"{name}: {megabytes:.1f} MB, {units} units, {found} findings, load {load} s, check {seconds} s, {megabytes / float(seconds):.1f} MB/s, {memory} MB RSS"
            )
        pofilter = shutil.which("pofilter") or str(Path(sys.executable).with_name("pofilter"))
        if Path(pofilter).exists():
            started = time.time()
            subprocess.run(
                [pofilter, str(place / "big.po"), str(place / "filtered.po")],
                capture_output=True,
                check=False,
            )
            seconds = time.time() - started
            print(f"pofilter, all tests: {seconds:.1f} s, {size / 1e6 / seconds:.2f} MB/s")
        else:
            print("pofilter is not installed (pip install translate-toolkit)")
