"""Consulting at scale: search over 50,000 concepts in process, in Node and in Chromium, and a server under 200 users.

    python benchmarks/consulting.py search [--concepts 50000]
    python benchmarks/consulting.py browser [--concepts 50000]
    python benchmarks/consulting.py load [--users 200] [--seconds 60]
    python benchmarks/consulting.py proposals [--writers 4]

The concepts beyond the built-in ones are combinations of its own terms, so that keys share words as real
ones do. Users of the load test keep asking: a search, an entry, a page, a text to annotate now and then.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from toolkit import termbase
from toolkit.model import EN, ZH, Concept, Status, Term
from toolkit.search import Searcher
from toolkit.termbase import Termbase
from toolkit.web import pages, payload
from toolkit.web.markup import STATIC

SEED = 7


def enlarged(base: Termbase, size: int) -> Termbase:
    """The built-in concepts and combinations of two of them, ``size`` in all."""
    chance = random.Random(SEED)
    concepts = list(base.concepts)[:size]
    while len(concepts) < size:
        one, two = chance.choice(base.concepts), chance.choice(base.concepts)
        terms = [
            Term(f"{one.en} of {two.en}", EN, Status.PREFERRED),
            Term(two.zh + one.zh, ZH, Status.PREFERRED),
        ]
        terms += [t._replace(text=f"{t.text} {two.en.split()[0]}") for t in one.terms if t.lang == EN][1:3]
        concepts.append(Concept(f"{one.id}-{len(concepts)}", one.field, tuple(terms)))
    return Termbase(tuple(concepts), base.directory)


def queries(base: Termbase, count: int) -> list[str]:
    """What people type: whole terms, beginnings, two characters, pinyin, initials, typing errors, filters."""
    from toolkit import pinyin

    chance = random.Random(SEED)
    result = []
    for number in range(count):
        concept = chance.choice(base.concepts)
        spelled = [pinyin.plain(s) for s in pinyin.syllables(concept.zh)]
        english = concept.en
        cut = chance.randrange(1, max(2, len(english)))
        result.append([
            english, english[:cut], " ".join(reversed(english.split())), english[: cut - 1] + english[cut:], concept.zh, concept.zh[:2],
            "".join(spelled), "".join(s[:1] for s in spelled), f"{english[:3]}*", f"field:{concept.field} {english.split()[0]}",
            chance.choice(concept.terms).text, concept.zh[:1] + "罪" + concept.zh[2:],
        ][number % 12])  # fmt: skip
    return result


def summary(times: list[float]) -> str:
    """Milliseconds: median, 95th, 99th percentile, slowest."""
    times = sorted(1000 * t for t in times)
    cut = statistics.quantiles(times, n=100)
    return f"p50 {cut[49]:.1f}  p95 {cut[94]:.1f}  p99 {cut[98]:.1f}  max {times[-1]:.1f} ms"


def search(arguments: argparse.Namespace) -> None:
    base = termbase.load()
    large = enlarged(base, arguments.concepts)
    started = time.perf_counter()
    searcher = Searcher(large).warm()
    print(
        f"{len(large.concepts):,} concepts, {sum(len(c.terms) for c in large.concepts):,} forms; index {time.perf_counter() - started:.2f} s"
    )
    kinds: dict[int, list[float]] = {}
    cpu: list[float] = []
    for number, query in enumerate(queries(base, arguments.queries)):
        begun, used = time.perf_counter(), time.process_time()
        searcher.search(query, 20)
        kinds.setdefault(number % 12, []).append(time.perf_counter() - begun)
        cpu.append(time.process_time() - used)
    names = ("whole English", "beginning", "reversed", "typing error", "whole Chinese", "two characters", "pinyin", "initials", "wildcard",
             "field filter", "any form", "wrong character")  # fmt: skip
    for kind, times in sorted(kinds.items()):
        print(f"  {names[kind]:<16}{summary(times)}")
    print(
        f"  {'all':<16}{summary([t for times in kinds.values() for t in times])}  ({arguments.queries} queries)"
    )
    print(f"  {'all, CPU time':<16}{summary(cpu)}  (the wall time of a calm machine)")


PROBE = """
const cpu = () => (typeof process === "undefined" ? performance.now() : (({ user, system }) => (user + system) / 1000)(process.cpuUsage()));
const lines = [], say = (line) => lines.push(line), start = cpu();
const s = new Fayi.Searcher(Fayi.first, Fayi.more);
for (const q of ["zzzzqqqq aaaabbbb", "认", "rzrf", '"a"', "认最认罚罚"]) s.search(q);
say(`index ${(cpu() - start).toFixed(0)} ms`);
const measured = (clock) => queries.map((q) => { const b = clock(); s.search(q, 41); return clock() - b; }).sort((a, b) => a - b);
const summary = (times) => [0.5, 0.95, 0.99].map((p) => `p${p * 100} ${times[Math.floor(times.length * p)].toFixed(1)}`).join("  ") + `  max ${times.at(-1).toFixed(1)} ms`;
say(summary(measured(() => performance.now())));
if (typeof process !== "undefined") {
  say(summary(measured(cpu)) + "  (CPU time)");
  say(`heap ${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`);
  console.log(lines.join("\\n"));
} else document.body.textContent = lines.join("\\n");
"""


def browser(arguments: argparse.Namespace) -> None:
    """The browser's engine in Node, and in Chromium where there is one."""
    base = termbase.load()
    large = enlarged(base, arguments.concepts)
    parts = [payload.script("first", payload.first(large)), payload.script("more", payload.more(large))]
    parts += [(STATIC / name).read_text(encoding="utf-8") for name in pages.ENGINE]
    parts += [f"const queries = {json.dumps(queries(base, arguments.queries))};", PROBE]
    with tempfile.TemporaryDirectory() as place:
        script, page = Path(place) / "run.js", Path(place) / "run.html"
        script.write_text("\n".join(parts), encoding="utf-8")
        page.write_text(
            '<!doctype html><meta charset="utf-8"><body><script src="run.js"></script>', encoding="utf-8"
        )
        print(f"{len(large.concepts):,} concepts, {arguments.queries} queries")
        if node := shutil.which("node"):
            print("Node")
            subprocess.run([node, str(script)], check=True)
        if chromium := shutil.which("chromium"):
            command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            print("Chromium", done.stdout.split("<body>")[-1].split("</body>")[0].strip(), sep="\n")


def load(arguments: argparse.Namespace) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "serve", "-p", str(port)], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        used, own = _processor_seconds(server.pid), time.process_time()
        times, errors = asyncio.run(
            _users(port, arguments.users, arguments.seconds, queries(termbase.load(), arguments.distinct))
        )
        used, own = _processor_seconds(server.pid) - used, time.process_time() - own
    finally:
        server.terminate()
        server.wait()
    total = [t for some in times.values() for t in some]
    print(
        f"{arguments.users} users for {arguments.seconds} s: {len(total):,} requests, {len(total) / arguments.seconds:,.0f}/s, errors {dict(errors) or 0}"
    )
    for kind, some in sorted(times.items()):
        print(f"  {kind:<10}{len(some):>8,}  {summary(some)}")
    print(f"  {'all':<10}{len(total):>8,}  {summary(total)}")
    print(
        f"  processor: server {used:.1f} s, {1000 * used / len(total):.2f} ms a request; users {own:.1f} s; "
        f"{arguments.distinct:,} different queries; other work on the machine: load {os.getloadavg()[0]:.1f}"
    )


def _processor_seconds(process: int) -> float:
    """User and system time of a process (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _users(
    port: int, users: int, seconds: float, asked: list[str]
) -> tuple[dict[str, list[float]], Counter[str]]:
    base = termbase.load()
    ids = [c.id for c in base.concepts]
    times: dict[str, list[float]] = {"search": [], "concept": [], "page": [], "annotate": []}
    errors: Counter[str] = Counter()
    end = time.perf_counter() + seconds
    text = json.dumps(
        {"text": "The procuratorial organs approved the arrest of the criminal suspect. " * 20}
    ).encode()

    async def user(number: int) -> None:
        from urllib.parse import quote

        chance = random.Random(number)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            # A person who types fast sends some five requests a second.
            await asyncio.sleep(chance.uniform(0.1, 0.3))
            dice = chance.random()
            kind = (
                "search"
                if dice < 0.7
                else "concept"
                if dice < 0.85
                else "page"
                if dice < 0.97
                else "annotate"
            )
            path = {"search": f"/api/search?q={quote(chance.choice(asked))}", "concept": f"/api/concepts/{chance.choice(ids)}",
                    "page": f"/concepts/{chance.choice(ids)}.html", "annotate": "/api/annotate"}[kind]  # fmt: skip
            body = text if kind == "annotate" else b""
            head = f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
            if body:
                head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            begun = time.perf_counter()
            try:
                writer.write(head.encode() + b"\r\n" + body)
                status = await asyncio.wait_for(_answer(reader), 30)
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
                errors[type(error).__name__] += 1
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                continue
            times[kind].append(time.perf_counter() - begun)
            if status != 200:
                errors[str(status)] += 1
        writer.close()

    await asyncio.gather(*(user(n) for n in range(users)))
    return times, errors


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.split("content-length: ")[1].split("\r\n")[0])
    await reader.readexactly(length)
    return int(head.split(" ")[1])


def proposals(arguments: argparse.Namespace) -> None:
    from toolkit.web.proposals import Store

    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "team.db"
        Store(path)
        counts: list[int] = []
        errors: list[str] = []
        end = time.perf_counter() + 5

        def write(number: int) -> None:
            store, done = Store(path), 0
            while time.perf_counter() < end:
                try:
                    store.add(
                        f"person {number}",
                        "new-form",
                        {"concept": "arrest", "lang": "en", "term": f"term {number} {done}"},
                    )
                except Exception as error:  # noqa: BLE001  any error counts as lost
                    errors.append(str(error))
                done += 1
            counts.append(done)

        threads = [threading.Thread(target=write, args=(n,)) for n in range(arguments.writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = len(Store(path).listed(limit=10_000_000))
        print(
            f"{arguments.writers} writers, 5 s: {sum(counts):,} proposals ({sum(counts) / 5:,.0f}/s), {len(errors)} errors, {kept:,} kept"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("subject", choices=("search", "browser", "load", "proposals"))
    parser.add_argument("--concepts", type=int, default=50_000)
    parser.add_argument("--queries", type=int, default=1200)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--distinct", type=int, default=10_000, help="different queries of the load test")
    parser.add_argument("--writers", type=int, default=4)
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}")
    {"search": search, "browser": browser, "load": load, "proposals": proposals}[arguments.subject](arguments)


if __name__ == "__main__":
    main()
