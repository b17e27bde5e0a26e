// Proposals of a team: sent, listed with their history, reviewed by whoever holds the editor token.
"use strict";
(function () {
  const F = globalThis.Fayi, $ = (id) => document.getElementById(id), form = $("propose");
  const NAMES = { "new-term": "New term", "new-form": "New form", correction: "Correction" };
  const LABELS = { english: "English", chinese: "Chinese", term: "Term", replaces: "Form to correct", field: "Field", category: "Kind of concept",
    lang: "Language", status: "Status", source: "Source", definition: "Definition", reason: "Reason" };
  const ENDINGS = JSON.parse($("list").dataset.endings), FIELDS = {};
  let chosen = false;

  async function ask(path, body) {
    const options = { headers: { "X-Fayi-Editor": encodeURIComponent($("editor").value) } };
    if (body) { options.method = "POST"; options.headers["Content-Type"] = "application/json"; options.body = JSON.stringify(body); }
    const answer = await fetch(path, options), data = await answer.json();
    if (!answer.ok) throw new Error(data.error);
    return data;
  }
  function tell(error) { $("told").textContent = F.word("The server did not accept this: {message}", { message: error.message }); }
  function make(tag, text, parent, cls, lang) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (cls) element.className = cls;
    if (lang) element.lang = lang;
    if (parent) parent.append(element);
    return element;
  }
  // Offered is the kind that the ending of the Chinese speaks for; whoever knows better chooses another.
  function likely() {
    if (chosen || form.kind.value !== "new-term") return;
    const found = ENDINGS.find(([ending]) => form.chinese.value.trim().endsWith(ending));
    form.category.value = found ? found[1] : "concept";
  }
  function kinds() {
    for (const label of form.querySelectorAll("[data-for]")) {
      label.hidden = !label.dataset.for.split(" ").includes(form.kind.value);
      for (const input of label.querySelectorAll("input, select")) input.disabled = label.hidden;
    }
    chosen = false;
    form.category.options[0].hidden = form.kind.value === "new-term";
    form.category.value = "";
    likely();
  }

  // The editor may change what was proposed, and fill in what a new concept lacks.
  function editing(p, parent) {
    const box = make("details", undefined, parent), inputs = {};
    make("summary", F.word("Change before accepting"), box);
    for (const [name, label] of Object.entries(LABELS)) {
      if (p[name] === undefined && !(p.kind === "new-term" && ["category", "source", "definition"].includes(name))) continue;
      const input = form[name].tagName === "SELECT" ? form[name].cloneNode(true) : make("input");
      input.removeAttribute("name");
      input.disabled = false;
      input.value = p[name] || "";
      make("label", F.word(label), box).append(input);
      inputs[name] = input;
    }
    const values = () => Object.entries(inputs).map(([name, input]) => [name, input.value.trim()]);
    return () => Object.fromEntries(values().filter(([name, value]) => value !== (p[name] || "")));
  }
  function what(p, cell) {
    if (p.concept) make("a", p.concept, make("div", undefined, cell), "", "en").href = `concepts/${encodeURIComponent(p.concept)}.html`;
    if (p.replaces) { make("s", p.replaces, cell, "", "und"); cell.append(" → "); }
    for (const [name, lang] of [["chinese", "zh-Hans"], ["english", "en"], ["term", (p.lang || "en").slice(0, 7)]]) {
      if (p[name]) { make("span", p[name], cell, lang === "en" ? "form" : "form zh", lang); cell.append(" "); }
    }
    const language = [...form.lang.options].find((o) => o.value === p.lang);
    const facts = [p.term && language && language.textContent, p.field && F.word(FIELDS[p.field] || p.field), p.category && F.word(p.category)];
    make("div", facts.filter(Boolean).join(" · "), cell, "note");
    for (const text of [p.source, p.definition]) if (text) make("div", text, cell, "note", "en");
  }
  function past(p, cell) {
    for (const h of p.history) {
      const line = make("div", `${h.at.slice(0, 16).replace("T", " ")} `, cell, "note");
      make("span", h.who, line, "", "und");
      line.append(`: ${F.word(h.action)}`);
      if (h.comment) make("div", h.comment, line, "", "und");
    }
  }
  async function list() {
    const { proposals, editor } = await ask("api/proposals"), place = $("list");
    place.replaceChildren();
    if (!proposals.length) { make("p", F.word("No proposals."), place); return; }
    const table = make("table", undefined, place), head = make("tr", undefined, make("thead", undefined, table));
    for (const title of ["Kind of proposal", "Term", "Reason", "Status", "History"]) make("th", F.word(title), head).scope = "col";
    const body = make("tbody", undefined, table);
    for (const p of proposals) {
      const row = make("tr", undefined, body);
      make("td", `${p.number}. ${F.word(NAMES[p.kind])}`, row);
      const cell = make("td", undefined, row);
      what(p, cell);
      make("td", p.reason || "", row, "", "und");
      const state = make("td", undefined, row);
      make("div", F.word(p.state), state, "state " + p.state);
      if (editor) {
        const changes = p.state === "accepted" ? () => ({}) : editing(p, cell);
        for (const [decision, name] of [["accepted", "Accept"], ["rejected", "Reject"]]) {
          if (p.state === decision) continue;
          const button = make("button", F.word(name), state);
          button.type = "button";
          button.addEventListener("click", () => {
            const body = { decision, who: form.author.value.trim() || "editor", changes: decision === "accepted" ? changes() : {} };
            $("told").textContent = "";
            ask(`api/proposals/${p.number}/review`, body).then(list).catch(tell);
          });
        }
      }
      past(p, make("td", undefined, row));
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    ask("api/proposals", body).then(({ number }) => {
      $("told").textContent = F.word("Thank you: proposal {number}.", { number });
      for (const name of ["term", "english", "chinese", "replaces", "reason", "definition", "source"]) form[name].value = "";
      kinds();
      return list();
    }).catch(tell);
  });
  form.kind.addEventListener("change", kinds);
  form.chinese.addEventListener("input", likely);
  form.category.addEventListener("change", () => { chosen = true; });
  $("editor").addEventListener("change", () => list().catch(tell));
  if (location.hash.length > 1) form.concept.value = decodeURIComponent(location.hash.slice(1));
  kinds();
  ask("api/fields").then(({ fields }) => {
    for (const field of fields) {
      const option = make("option", F.word(field.english), form.field);
      option.dataset.t = field.english;
      option.value = field.field;
      FIELDS[field.field] = field.english;
    }
    return list();
  }).catch(tell);
  document.addEventListener("fayi-language", () => list().catch(tell));
})();
