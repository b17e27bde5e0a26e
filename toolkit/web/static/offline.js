// The page of an entry that the service worker builds from the stored shards.
"use strict";
(function () {
  const F = globalThis.Fayi, sheet = document.getElementById("sheet");
  const id = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html$/, "");
  const index = F.ids(F.first).indexOf(id);
  const fail = () => {
    const message = document.createElement("h1");
    message.className = "title";
    message.dataset.t = "This entry is not stored for offline use.";
    message.textContent = F.word(message.dataset.t);
    sheet.replaceChildren(message);
  };
  if (index < 0) { fail(); return; }
  F.entry(id, index).then((entry) => {
    sheet.innerHTML = entry;
    // Entries in shards are written for the first page; this one lies a directory deeper.
    for (const link of sheet.querySelectorAll("a[href]")) {
      const to = link.getAttribute("href");
      if (!/^(https?:|#)/.test(to)) link.setAttribute("href", F.root + to);
    }
    const article = sheet.querySelector("article");
    document.title = `${article.dataset.zh} ${article.dataset.en} · Fayi 法译`;
    F.translate(sheet);
    F.dress(sheet);
  }).catch(fail);
})();
