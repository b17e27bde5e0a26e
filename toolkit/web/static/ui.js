// What every page has: language, theme, copy buttons, keys, the service worker.
"use strict";
(function () {
  const F = globalThis.Fayi || (globalThis.Fayi = {});
  const html = document.documentElement;
  F.root = document.body.dataset.root || "";

  function keep(name, value) { try { localStorage.setItem(name, value); } catch { /* private mode */ } }
  F.word = function (message, values) {
    let text = ((F.catalogs || {})[html.lang] || {})[message] || message;
    for (const [name, value] of Object.entries(values || {})) text = text.replace(`{${name}}`, value);
    return text;
  };
  // An empty data-t stands for the English text of the element itself; so with attributes.
  F.translate = function (root) {
    for (const element of root.querySelectorAll("[data-t]")) {
      const values = {}, title = element.tagName === "TITLE";
      if (!element.dataset.t) element.dataset.t = element.textContent;
      for (const [name, value] of Object.entries(element.dataset)) if (/^v[A-Z]/.test(name)) values[name[1].toLowerCase() + name.slice(2)] = value;
      const text = F.word(element.dataset.t, values) + (title ? " · Fayi 法译" : "");
      if (element.textContent !== text) element.textContent = text;
    }
    for (const name of ["placeholder", "aria-label", "title"]) {
      for (const element of root.querySelectorAll(`[data-t-${name}]`)) {
        const key = `data-t-${name}`;
        if (!element.getAttribute(key)) element.setAttribute(key, element.getAttribute(name));
        element.setAttribute(name, F.word(element.getAttribute(key)));
      }
    }
  };
  F.say = function (text) {
    const place = document.getElementById("said");
    place.textContent = text;
    place.classList.add("shown");
    clearTimeout(F.saying);
    F.saying = setTimeout(() => place.classList.remove("shown"), 1800);
  };
  F.copy = async function (text) {
    let done = false;
    try { await navigator.clipboard.writeText(text); done = true; } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    F.say(done ? F.word("Copied: {text}", { text: text.length > 40 ? text.slice(0, 40) + "…" : text }) : F.word("Copy failed"));
  };
  // Where a server keeps proposals, every entry leads to the form for its concept.
  F.dress = function (root) {
    if (!document.querySelector('.top nav a[href$="team.html"]')) return;
    for (const article of root.querySelectorAll("article.entry")) {
      const link = document.createElement("a");
      link.href = `${F.root}team.html#${article.dataset.id}`;
      link.dataset.t = "Propose a change";
      link.textContent = F.word("Propose a change");
      article.querySelector(".marks").append(link);
    }
  };
  F.dress(document);
  // Entries are stored in shards; each is a script, because a page opened from a disk may not fetch.
  F.entries = {};
  const waiting = {};
  F.shard = function (name, entries) { Object.assign(F.entries, entries); };
  F.entry = function (id, index) {
    if (F.entries[id]) return Promise.resolve(F.entries[id]);
    const name = String(Math.floor(index / 80)).padStart(3, "0");
    waiting[name] = waiting[name] || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${F.root}entries/${name}.js`;
      script.onload = resolve;
      script.onerror = () => { delete waiting[name]; reject(new Error(name)); };
      document.head.append(script);
    });
    return waiting[name].then(() => F.entries[id]);
  };
  F.script = function (path) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = F.root + path;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  };

  const language = document.getElementById("language");
  language.value = html.lang;
  language.addEventListener("change", () => {
    html.lang = language.value;
    keep("fayi-language", language.value);
    F.translate(document);
    document.dispatchEvent(new Event("fayi-language"));
  });
  if (html.lang !== "en") F.translate(document);
  // On a narrow screen the pages are a strip: the present one is in sight.
  const strip = document.querySelector(".top nav"), here = strip.querySelector("[aria-current]");
  if (here && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;

  document.getElementById("theme").addEventListener("click", () => {
    const dark = html.dataset.theme ? html.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    html.dataset.theme = dark ? "light" : "dark";
    keep("fayi-theme", html.dataset.theme);
  });

  function wanted(entry, key) {
    if (key) return key === "c" ? entry.dataset.zh : entry.dataset.en;
    const source = entry.querySelector(".forms li:first-child .sources a"), reading = entry.querySelector(".pinyin").textContent;
    return `${entry.dataset.zh} (${reading}) ${entry.dataset.en}` + (source ? `. ${source.textContent}` : "");
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) { event.preventDefault(); F.copy(wanted(button.closest(".entry"), button.dataset.key)); }
  });

  // The entry that c and y copy: of the focused hit, else of the entry on the page.
  F.current = () => document.activeElement.closest("[data-zh]") || document.querySelector("article.entry");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input, textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      const box = document.getElementById("q");
      if (box) { box.focus(); box.select(); } else location.href = F.root + "index.html";
    } else if (event.key === "?" && !typing) {
      location.href = F.root + "help.html";
    } else if ((event.key === "c" || event.key === "y") && !typing && !String(getSelection())) {
      const entry = F.current();
      if (entry) F.copy(wanted(entry, event.key));
    } else if (!typing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const list = event.target.closest(".lines, .hits");
      if (!list || event.defaultPrevented) return;
      const links = [...document.querySelectorAll(".lines a, .hits a")], at = links.indexOf(event.target);
      const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (at >= 0 && next) { event.preventDefault(); next.focus(); }
    }
  });

  // A page opened from a disk has no origin that could install it.
  if ("serviceWorker" in navigator && /^https?:$/.test(location.protocol)) {
    const manifest = document.createElement("link");
    manifest.rel = "manifest";
    manifest.href = `${F.root}manifest.webmanifest`;
    document.head.append(manifest);
    navigator.serviceWorker.register(`${F.root}sw.js`).then((registration) => {
      const tell = () => registration.active && registration.active.postMessage("rest");
      navigator.serviceWorker.ready.then(() => setTimeout(tell, 4000));
    }).catch(() => { /* the site works without it */ });
  }
})();
