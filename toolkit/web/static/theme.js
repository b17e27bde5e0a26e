// Before the first paint: the chosen theme and the language of the interface.
"use strict";
(function () {
  const root = document.documentElement;
  let theme = "", language = "";
  try { theme = localStorage.getItem("fayi-theme") || ""; language = localStorage.getItem("fayi-language") || ""; } catch { /* no storage on this page */ }
  if (theme) root.dataset.theme = theme;
  if (!language) {
    const wanted = (navigator.languages || [navigator.language || "en"]).find((l) => /^(en|zh)/i.test(l)) || "en";
    language = /^zh/i.test(wanted) ? (/tw|hk|mo|hant/i.test(wanted) ? "zh-Hant" : "zh-Hans") : "en";
  }
  root.lang = language;
})();
