// Proposals of a team: sent, listed with their history, reviewed by whoever holds the editor token.
"use strict";
(function () {
  const F = globalThis.Fayi, $ = (id) => document.getElementById(id), form = $("propose");
  const NAMES = { "new-term": "New term", "new-form": "New form", correction: "Correction" };

  async function ask(path, body) {
    const options = { headers: { "X-Fayi-Editor": $("editor").value } };
    if (body) { options.method = "POST"; options.headers["Content-Type"] = "application/json"; options.body = JSON.stringify(body); }
    const answer = await fetch(path, options), data = await answer.json();
    if (!answer.ok) throw new Error(data.error);
    return data;
  }
  function make(tag, text, parent, cls) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (cls) element.className = cls;
    if (parent) parent.append(element);
    return element;
  }
  function kinds() {
    for (const label of form.querySelectorAll("[data-for]")) {
      label.hidden = !label.dataset.for.split(" ").includes(form.kind.value);
      for (const input of label.querySelectorAll("input, select")) input.disabled = label.hidden;
    }
  }
  async function list() {
    const { proposals, editor } = await ask("api/proposals"), place = $("list");
    place.replaceChildren();
    if (!proposals.length) { make("p", F.word("No proposals."), place); return; }
    const table = make("table", undefined, place), head = make("tr", undefined, make("thead", undefined, table));
    for (const title of ["Kind", "Term", "Reason", "Status", "History"]) make("th", F.word(title), head).scope = "col";
    const body = make("tbody", undefined, table);
    for (const p of proposals) {
      const row = make("tr", undefined, body);
      make("td", `${p.number} · ${F.word(NAMES[p.kind])}`, row);
      const what = make("td", undefined, row);
      if (p.concept) { const link = make("a", p.concept, what); link.href = `concepts/${encodeURIComponent(p.concept)}.html`; make("br", undefined, what); }
      if (p.replaces) { make("s", p.replaces, what); what.append(" → "); }
      what.append([p.term, p.english, p.chinese].filter(Boolean).join(" · "));
      if (p.lang && p.term) make("span", ` ${p.lang}`, what, "note");
      if (p.source) { make("br", undefined, what); make("span", p.source, what, "note"); }
      if (p.definition) { make("br", undefined, what); make("span", p.definition, what, "note"); }
      make("td", p.reason || "", row);
      const state = make("td", F.word(p.state), row);
      if (editor) {
        make("br", undefined, state);
        for (const [decision, name] of [["accepted", "Accept"], ["rejected", "Reject"]]) {
          if (p.state === decision) continue;
          const button = make("button", F.word(name), state);
          button.type = "button";
          button.addEventListener("click", () => {
            ask(`api/proposals/${p.number}/review`, { decision, who: form.author.value || "editor" }).then(list)
              .catch((error) => { $("told").textContent = F.word("The server did not accept this: {message}", { message: error.message }); });
          });
        }
      }
      const history = make("td", undefined, row);
      for (const h of p.history) make("div", `${h.at.slice(0, 16).replace("T", " ")} ${h.who}: ${h.action}${h.comment ? " · " + h.comment : ""}`, history, "note");
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    ask("api/proposals", body).then(({ number }) => {
      $("told").textContent = F.word("Thank you: proposal {number}.", { number });
      for (const name of ["term", "english", "chinese", "replaces", "reason", "definition", "source"]) form[name].value = "";
      return list();
    }).catch((error) => { $("told").textContent = F.word("The server did not accept this: {message}", { message: error.message }); });
  });
  form.kind.addEventListener("change", kinds);
  $("editor").addEventListener("change", () => list());
  ask("api/fields").then(({ fields }) => {
    for (const field of fields) { const option = make("option", `${field.chinese} ${field.english}`, form.field); option.value = field.field; }
  });
  if (location.hash.length > 1) form.concept.value = decodeURIComponent(location.hash.slice(1));
  kinds();
  list().catch((error) => { $("list").textContent = error.message; });
  document.addEventListener("fayi-language", () => list());
})();
