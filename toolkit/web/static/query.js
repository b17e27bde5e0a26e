// What the search box means: text, exact, wildcard and filters, as in toolkit/search/query.py.
"use strict";

Fayi.REGIONS = { cn: "zh-Hans-CN", mainland: "zh-Hans-CN", prc: "zh-Hans-CN", "大陆": "zh-Hans-CN", "内地": "zh-Hans-CN",
  hk: "zh-Hant-HK", hongkong: "zh-Hant-HK", "香港": "zh-Hant-HK", tw: "zh-Hant-TW", taiwan: "zh-Hant-TW", "台湾": "zh-Hant-TW", "臺灣": "zh-Hant-TW",
  mo: "zh-Hant-MO", macao: "zh-Hant-MO", macau: "zh-Hant-MO", "澳门": "zh-Hant-MO", "澳門": "zh-Hant-MO" };

Fayi.parseQuery = function (text) {
  const filters = [];
  let rest = text.slice(0, 200).replace(/(?<!\S)(field|status|source|region)[:：](?:"([^"]*)"|(\S+))/gi, (all, name, quoted, value) => {
    filters.push([name.toLowerCase(), (quoted || value || "").toLowerCase()]);
    return " ";
  });
  rest = rest.split(/\s+/).filter(Boolean).join(" ");
  const quoted = /^["“”](.+)["“”]$/.exec(rest);
  if (quoted) rest = quoted[1].trim();
  return { text: rest, exact: quoted !== null, wildcard: /[*＊]/.test(rest), filters };
};
