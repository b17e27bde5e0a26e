// The annotate page: marks the terms of a pasted text; nothing is sent anywhere.
"use strict";
(function () {
  const F = globalThis.Fayi, $ = (id) => document.getElementById(id);
  const SAMPLE = "The procuratorial organs approved the arrest of 312 criminal suspects. In the work of review and arrest and review and prosecution, prosecutors applied the leniency system for confession and punishment; the adoption rate of sentencing suggestions by the court reached 97%. A duty lawyer witnessed the signing of the affidavit of confession and punishment.";
  let searcher = null, recogniser = null;
  const RANK = { preferred: 0, admitted: 1, lookup: 1, deprecated: 2 };

  function run() {
    searcher = searcher || new F.Searcher(F.first, F.more);
    recogniser = recogniser || new F.Recogniser(searcher, F.more.ordinary);
    const text = $("text").value, marked = $("marked"), terms = $("terms"), found = new Map();
    const matches = recogniser.find(text), parts = document.createDocumentFragment();
    const paragraphs = (piece) => document.createTextNode(piece);
    let at = 0, places = 0;
    for (const match of matches) {
      parts.append(paragraphs(text.slice(at, match.start)));
      const row = [...match.rows].sort((a, b) => RANK[a.status] - RANK[b.status])[0], status = row.status === "lookup" ? "admitted" : row.status;
      const link = document.createElement("a");
      link.className = "term " + status;
      link.href = `concepts/${row.concept.id}.html`;
      link.dataset.id = row.concept.id; link.dataset.zh = row.concept.zh; link.dataset.en = row.concept.en;
      const says = row.lang === "en" ? row.concept.zh : row.concept.en;
      link.title = status === "deprecated" ? `${says} · ${F.word("write: {term}", { term: row.lang === "en" ? row.concept.en : row.concept.zh })}` : says;
      if (match.rows.length > 1 && new Set(match.rows.map((r) => r.concept.id)).size > 1) link.title += ` · ${F.word("several concepts; the text must decide")}`;
      link.textContent = text.slice(match.start, match.end);
      parts.append(link);
      at = match.end; places++;
      const known = found.get(row.concept.id) || { concept: row.concept, count: 0, status };
      known.count++;
      if (RANK[status] > RANK[known.status]) known.status = status;
      found.set(row.concept.id, known);
    }
    parts.append(paragraphs(text.slice(at)));
    marked.replaceChildren(parts);
    marked.hidden = !text.trim();
    marked.lang = searcher.t.hasHan(text) ? "zh" : "en";
    $("legend").hidden = terms.hidden = !places;
    $("count").textContent = places ? F.word("{count} places, {concepts} concepts", { count: places, concepts: found.size })
      : text.trim() ? F.word("No term of the glossary stands in this text.") : "";
    const list = document.createElement("ul");
    list.className = "lines";
    for (const { concept, count, status } of [...found.values()].sort((a, b) => b.count - a.count)) {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = `concepts/${concept.id}.html`;
      link.className = status;
      for (const [cls, lang, value] of [["zh", "zh-Hans", concept.zh], ["en", "en", concept.en]]) {
        const span = document.createElement("span");
        span.className = cls; span.lang = lang; span.textContent = value;
        link.append(span);
      }
      if (count > 1) { const times = document.createElement("span"); times.className = "count"; times.textContent = "×" + count; link.append(times); }
      item.append(link);
      list.append(item);
    }
    terms.replaceChildren(list);
  }
  $("mark").addEventListener("click", run);
  $("sample").addEventListener("click", () => { $("text").value = SAMPLE; run(); });
  $("text").addEventListener("paste", () => setTimeout(run, 0));
  $("text").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(); });
  document.addEventListener("fayi-language", () => { if (!$("marked").hidden) run(); });
})();
