// The search page: hits while typing, beside them the entry of the chosen one.
"use strict";
(function () {
  const F = globalThis.Fayi, $ = (id) => document.getElementById(id);
  const box = $("q"), list = $("hits"), count = $("count"), welcome = $("welcome"), preview = $("preview"), all = $("all");
  const WHY = { exact: "exact", prefix: "beginning", words: "words", substring: "part", pinyin: "pinyin", initials: "initials",
    wildcard: "pattern", inflected: "inflected", derived: "related word", contained: "in the query", sound: "same sound", fuzzy: "similar", filter: "filter" };
  const wide = matchMedia("(min-width: 62rem)");
  let searcher = null, limit = 40, shown = "", last = null;

  function engine() { return searcher || (searcher = new F.Searcher(F.first, F.more)); }
  function ready(more) { if (more) searcher = null; engine(); if (box.value.trim()) run(); }

  function run() {
    const query = box.value.trim();
    document.body.classList.toggle("searching", query !== "");
    welcome.hidden = query !== "";
    if (query !== last) { limit = 40; last = query; }
    const address = query ? "#q=" + encodeURIComponent(query).replace(/%20/g, "+") : location.pathname.split("/").pop() || "index.html";
    history.replaceState(null, "", query ? address : location.href.split("#")[0]);
    document.title = query ? `${query} · Fayi 法译` : "Fayi 法译";
    syncFilters(query);
    if (!query) { list.replaceChildren(); preview.replaceChildren(); count.textContent = ""; all.hidden = true; shown = ""; return; }
    const hits = engine().search(query, limit + 1);
    all.hidden = hits.length <= limit;
    const some = hits.slice(0, limit);
    count.textContent = !hits.length ? F.word("Not in the glossary: {query}", { query }) : hits.length > limit ? F.word("first {count} concepts", { count: limit })
      : hits.length === 1 ? F.word("1 concept") : F.word("{count} concepts", { count: hits.length });
    list.replaceChildren(...some.map(line));
    if (some.length) show(some[0].concept.id); else { preview.replaceChildren(); shown = ""; }
  }

  function element(tag, cls, text, lang) {
    const made = document.createElement(tag);
    if (cls) made.className = cls;
    if (text !== undefined) made.textContent = text;
    if (lang) made.lang = lang;
    return made;
  }
  function line(hit) {
    const { concept, row } = hit, item = element("li"), link = element("a");
    link.href = `concepts/${concept.id}.html`;
    link.dataset.id = concept.id; link.dataset.zh = concept.zh; link.dataset.en = concept.en;
    link.append(element("span", "zh", concept.zh, "zh-Hans"), element("span", "pinyin", engine().t.syllables(concept.zh).join(" "), "zh-Latn-pinyin"),
      element("span", "en", concept.en, "en"));
    const why = element("span", "why " + row.status);
    why.append(F.word(WHY[hit.why]));
    if (row.text !== concept.zh && row.text !== concept.en) {
      const form = element(row.status === "deprecated" ? "s" : "span", "form", row.text.replace(/ \|$/, ""), row.lang === "en" ? "en" : row.lang.slice(0, 7));
      why.append(" ", form);
    }
    link.append(why);
    item.append(link);
    return item;
  }

  function show(id) {
    for (const link of list.querySelectorAll("a")) link.classList.toggle("chosen", link.dataset.id === id);
    if (!wide.matches || shown === id) return;
    shown = id;
    F.entry(id, engine().byId.get(id).n).then((entry) => {
      if (shown !== id || !entry) return;
      preview.innerHTML = entry;
      // Beside the hits the word is not the title of the page.
      const head = preview.querySelector("h1"), second = element("h2", head.className, undefined, head.lang);
      second.append(...head.childNodes);
      head.replaceWith(second);
      for (const h of preview.querySelectorAll("section > h2")) { const h3 = element("h3"); h3.dataset.t = h.dataset.t || h.textContent; h3.append(...h.childNodes); h.replaceWith(h3); }
      F.translate(preview);
      F.dress(preview);
      preview.scrollTop = 0;
    }).catch(() => { preview.replaceChildren(); });
  }

  const FILTERS = { field: $("f-field"), status: $("f-status"), region: $("f-region") };
  function syncFilters(query) {
    for (const [name, select] of Object.entries(FILTERS)) {
      const found = new RegExp(`(?:^|\\s)${name}:(\\S+)`, "i").exec(query);
      select.value = found && [...select.options].some((o) => o.value === found[1]) ? found[1] : "";
    }
  }
  for (const [name, select] of Object.entries(FILTERS)) {
    select.addEventListener("change", () => {
      const rest = box.value.replace(new RegExp(`(^|\\s)${name}:\\S+`, "gi"), "").trim();
      box.value = [select.value ? `${name}:${select.value}` : "", rest].filter(Boolean).join(" ");
      run();
    });
  }

  let timer = 0;
  box.addEventListener("input", (event) => {
    if (event.isComposing) return;
    cancelAnimationFrame(timer);
    timer = requestAnimationFrame(run);
  });
  box.addEventListener("compositionend", run);
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
    const first = list.querySelector("a");
    if (first) location.href = first.href;
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { const first = list.querySelector("a"); if (first) { event.preventDefault(); first.focus(); } }
    if (event.key === "Escape") { box.value = ""; run(); }
  });
  list.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) next.focus(); else if (event.key === "ArrowUp") box.focus();
    } else if (event.key === "Escape") box.focus();
  });
  list.addEventListener("focusin", (event) => { const link = event.target.closest("a"); if (link) show(link.dataset.id); });
  list.addEventListener("pointerover", (event) => { const link = event.target.closest("a"); if (link) show(link.dataset.id); });
  all.addEventListener("click", () => { limit += 200; run(); });
  $("random").addEventListener("click", () => {
    const some = engine().concepts;
    location.href = `concepts/${some[Math.floor(Math.random() * some.length)].id}.html`;
  });
  function fromAddress() {
    const query = /#q=(.*)$/.exec(location.hash), asked = new URLSearchParams(location.search).get("q");
    box.value = query ? decodeURIComponent(query[1].replace(/\+/g, " ")) : asked || "";
    run();
  }
  addEventListener("hashchange", fromAddress);
  document.addEventListener("fayi-language", run);
  wide.addEventListener("change", () => { shown = ""; run(); });
  fromAddress();
  if (matchMedia("(hover: hover)").matches) box.focus();
  // The second script brings deprecated forms and sources; it may come when the page is already in use.
  addEventListener("load", () => setTimeout(() => { engine().english; F.script("assets/more.js").then(() => ready(true)); }, 30));
})();
