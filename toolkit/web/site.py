"""The site: every path and its content, rendered on demand; ``export`` writes them all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from toolkit import __version__
from toolkit.errors import FayiError
from toolkit.files import publish, staging
from toolkit.model import Concept
from toolkit.termbase import Termbase
from toolkit.web import browse, pages, payload, words
from toolkit.web.addresses import addressable
from toolkit.web.citing import Citer, file_name
from toolkit.web.downloads import Downloads
from toolkit.web.entry import render
from toolkit.web.examples import Example, collect
from toolkit.web.markup import STATIC, TEAM, page

ASSETS = (
    "site.css", "theme.js", "ui.js", *pages.ENGINE, "app.js", "annotate-engine.js", "annotate.js", "offline.js",
    "icon.svg", "icon-192.png", "icon-512.png",
)  # fmt: skip
ROOT = "\0"
DATA = ("first.js", "more.js", "i18n.js")


class Site:
    """All pages of one termbase. ``read(path)`` answers a path as a static server would find it."""

    def __init__(self, termbase: Termbase, *, team: bool = False) -> None:
        concepts, renamed = addressable(termbase.concepts)
        self.termbase = (
            termbase
            if not renamed and concepts is termbase.concepts
            else Termbase(concepts, termbase.directory)
        )
        self.fields = termbase.domains | {code: {"en": name, "zh": name} for code, name in renamed.items()}
        self.team = team
        self.citer = Citer(self.termbase)
        self.downloads = Downloads(termbase)
        # The page and the shard of an entry differ in nothing but the way to the first page.
        self._entries: dict[str, str] = {}
        self._names = {code: names.get("en", code) for code, names in self.fields.items()}

    def paths(self) -> Iterator[str]:
        """Every path of the static site."""
        yield from ("index.html", "annotate.html", "help.html", "404.html", "manifest.webmanifest", "sw.js")
        yield from (f"assets/{name}" for name in (*ASSETS, *DATA))
        yield from (f"entries/{name}.js" for name, _ in payload.shards(self.termbase.concepts))
        yield "concepts/offline.html"
        yield from (f"concepts/{concept.id}.html" for concept in self.termbase.concepts)
        yield from ("fields/index.html", *(f"fields/{code}.html" for code in self.counts))
        yield from ("sources/index.html", *(f"sources/{file_name(key)}" for key in self._cited()))
        yield from (f"pinyin/{name}" for name in self._pinyin_files)
        yield from (f"alphabet/{name}" for name in self._alphabet_files)
        yield from (f"downloads/{name}" for name in self.downloads.names())
        # After the files themselves: then their sizes are known.
        yield "downloads.html"

    def read(self, path: str) -> bytes | None:
        """The content of one path, or ``None`` when the site has no such path."""
        section, _, name = path.rpartition("/")
        if section == "assets":
            return self._asset(name)
        if section == "downloads":
            return self.downloads.read(name) if name in self.downloads.names() else None
        if path == "sw.js":
            return self._service_worker()
        if path == "manifest.webmanifest":
            return json.dumps(MANIFEST, ensure_ascii=False, indent=1).encode()
        mark = TEAM.set(self.team)
        try:
            text = self._text(section, name)
        finally:
            TEAM.reset(mark)
        return None if text is None else text.encode()

    def _text(self, section: str, name: str) -> str | None:
        stem = name.removesuffix(".html")
        if section == "":
            return self._top(name)
        if section == "entries":
            return self._shard(name.removesuffix(".js"))
        if section == "concepts":
            if stem == "offline":
                return pages.offline_shell()
            concept = self.termbase.by_id.get(stem)
            return self._concept_page(concept) if concept and name.endswith(".html") else None
        if section == "fields":
            if stem == "index":
                return browse.field_index(self.fields, self.counts)
            if stem not in self.counts:
                return None
            some = [c for c in self.termbase.concepts if c.field == stem]
            return browse.field_page(stem, self.fields.get(stem, {}), some)
        if section == "sources":
            if stem == "index":
                return browse.source_index(self.termbase.sources, self._places, self.citer)
            if stem not in self._places.places or not self.citer.has_page(stem):
                return None
            return browse.source_page(self.termbase.sources[stem], self._places.places[stem], self.citer)
        if section == "pinyin" and name in self._pinyin_files:
            return browse.letters("Pinyin", self._by_pinyin, self._pinyin_files[name])
        if section == "alphabet" and name in self._alphabet_files:
            return browse.letters("A–Z", self._by_letter, self._alphabet_files[name])
        return None

    def _top(self, name: str) -> str | None:
        if name == "index.html":
            return pages.search_page(self.counts, self.fields)
        if name == "annotate.html":
            return pages.annotate_page()
        if name == "downloads.html":
            return pages.downloads_page(self.downloads.listed())
        if name == "help.html":
            return pages.help_page()
        return pages.missing_page() if name == "404.html" else None

    def _concept_page(self, concept: Concept) -> str:
        body = f'<div class="sheet">{self.entry(concept, "../")}</div>'
        return page(
            f"{concept.zh} {concept.en}", body, root="../", description=concept.definition or concept.en
        )

    def entry(self, concept: Concept, root: str) -> str:
        """The entry of a concept as an HTML fragment."""
        if concept.id not in self._entries:
            examples = self._examples.get(concept.id, ())
            self._entries[concept.id] = render(
                concept, self.citer, self.termbase.by_id, tuple(examples), ROOT, self._names
            )
        return self._entries[concept.id].replace(ROOT, root)

    def _shard(self, name: str) -> str | None:
        for own, concepts in payload.shards(self.termbase.concepts):
            if own == name:
                entries = {c.id: self.entry(c, "") for c in concepts}
                return f"Fayi.shard({json.dumps(name)},{json.dumps(entries, ensure_ascii=False)});\n"
        return None

    def _asset(self, name: str) -> bytes | None:
        if name in ASSETS:
            return (STATIC / name).read_bytes()
        return self._data[name].encode() if name in DATA else None

    @cached_property
    def _data(self) -> dict[str, str]:
        return {
            "first.js": payload.script("first", payload.first(self.termbase)),
            "more.js": payload.script("more", payload.more(self.termbase)),
            "i18n.js": payload.script("catalogs", words.catalogs(self.fields)),
        }

    @cached_property
    def version(self) -> str:
        """A short hash of everything a page is made of: it names the cache of the service worker."""
        digest = hashlib.sha256(__version__.encode())
        for name in (*ASSETS, *DATA):
            digest.update(self._asset(name) or b"")
        digest.update("".join(c.definition + c.basis for c in self.termbase.concepts).encode())
        return digest.hexdigest()[:12]

    def _service_worker(self) -> bytes:
        now = [path for path in self.paths() if path.startswith(("assets/", "entries/")) or "/" not in path]
        now = [path for path in now if path not in {"sw.js", "404.html"}] + [
            "concepts/offline.html",
            "fields/index.html",
        ]
        later = [
            p
            for p in self.paths()
            if p.startswith(("fields/", "pinyin/", "alphabet/", "sources/")) and p not in now
        ]
        script = (STATIC / "sw.js").read_text(encoding="utf-8")
        values = {"VERSION": self.version, "NOW": now, "LATER": later}
        for key, value in values.items():
            script = script.replace(f'"@{key}@"', json.dumps(value))
        return script.encode()

    @cached_property
    def counts(self) -> dict[str, int]:
        """Concepts per subject field."""
        return dict(sorted(Counter(c.field for c in self.termbase.concepts).items()))

    @cached_property
    def _examples(self) -> dict[str, list[Example]]:
        return collect(self.termbase)

    @cached_property
    def _places(self) -> browse.SourceIndex:
        return browse.SourceIndex(self.termbase.concepts)

    def _cited(self) -> list[str]:
        return sorted(key for key in self._places.places if self.citer.has_page(key))

    @cached_property
    def _by_pinyin(self) -> dict[str, list[Concept]]:
        return browse.group(self.termbase.concepts, browse.letter_of_pinyin)

    @cached_property
    def _by_letter(self) -> dict[str, list[Concept]]:
        return browse.group(self.termbase.concepts, browse.letter_of_english)

    @cached_property
    def _pinyin_files(self) -> dict[str, str]:
        return browse.letter_files(self._by_pinyin)

    @cached_property
    def _alphabet_files(self) -> dict[str, str]:
        return browse.letter_files(self._by_letter)


MANIFEST = {
    "name": "Fayi 法译: Chinese–English legal terms",
    "short_name": "Fayi 法译",
    "id": "index.html",
    "start_url": "index.html",
    "scope": "./",
    "display": "standalone",
    "background_color": "#fbfaf7",
    "theme_color": "#9e2b25",
    "icons": [
        {"src": "assets/icon.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": "assets/icon-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "assets/icon-512.png", "sizes": "512x512", "type": "image/png"},
    ],
}


def export(site: Site, target: Path, watched: Callable[[list[str]], Iterable[str]] = iter) -> int:
    """Write the whole site below ``target``; returns the number of files. Files of an older export stay.

    ``watched`` passes the paths on and may show how far they are.
    """
    if target.exists() and not target.is_dir():
        raise FayiError("a file stands where the directory of the site goes", path=target)
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    with staging(target) as staged:
        for path in watched(list(site.paths())):
            content = site.read(path)
            assert content is not None, path
            place = staged / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            count += 1
        publish(staged, target)
    return count
