// Search in the browser: the same rules as toolkit/search (tests run both over the same cases).
"use strict";

Fayi.Lines = class {
  constructor(keys) {
    this.keys = keys;
    this.text = "\n" + keys.join("\n") + "\n";
    this.starts = new Int32Array(keys.length + 1);
    let at = 1;
    for (let i = 0; i < keys.length; i++) { this.starts[i] = at; at += keys[i].length + 1; }
    this.starts[keys.length] = at;
  }
  lineAt(position) {
    let low = 0, high = this.starts.length;
    while (low < high) { const middle = (low + high) >> 1; if (this.starts[middle] <= position) low = middle + 1; else high = middle; }
    return low - 1;
  }
  *occurrences(part) {
    const begins = part.startsWith("\n") ? 1 : 0;
    let at = this.text.indexOf(part);
    while (at >= 0) {
      const index = this.lineAt(at + begins);
      yield index;
      at = this.text.indexOf(part, this.starts[index + 1] - 1);
    }
  }
  equal(key) { return this.occurrences("\n" + key + "\n"); }
  prefixed(key) { return this.occurrences("\n" + key); }
  containing(key) { return this.occurrences(key); }
  *matching(pattern) {
    const whole = new RegExp("^(?:" + Fayi.wildcard(pattern) + ")$");
    const literal = pattern.split(/[*＊]+/).reduce((best, part) => (part.length > best.length ? part : best), "");
    for (const i of literal ? this.occurrences(literal) : this.keys.keys()) if (whole.test(this.keys[i])) yield i;
  }
  count(part) {
    let n = 0;
    for (let at = this.text.indexOf(part); at >= 0; at = this.text.indexOf(part, at + part.length)) n++;
    return n;
  }
};

Fayi.Searcher = class {
  constructor(first, more) {
    this.fields = first.fields;
    this.t = Fayi.text(first, more && more.readings);
    const split = (text) => (text ? text.split("\n") : []);
    const ids = split(first.ids), zh = split(first.zh), en = split(first.en), pin = split(first.zh2);
    const admitted = split(first.en2), rest = more ? split(more.en3) : [], cited = more ? split(more.src) : [];
    const LANG = { c: "zh-Hans-CN", h: "zh-Hant-HK", m: "zh-Hant-MO", t: "zh-Hant-TW" };
    const STATUS = { p: "preferred", a: "admitted", d: "deprecated", l: "lookup" };
    this.concepts = ids.map((id, n) => ({ n, id, zh: zh[n], en: en[n], field: first.fields[first.field.charCodeAt(n) - 48][0],
      sources: cited[n] || "", verbal: Boolean(more) && more.verbal[n] === "1", regions: new Set() }));
    this.byId = new Map(this.concepts.map((c) => [c.id, c]));
    this.sources = more ? split(more.sources).map((line) => line.split("\t")) : [];
    this.en = []; this.zh = [];
    for (const concept of this.concepts) {
      const n = concept.n;
      if (en[n]) this.en.push({ concept, text: en[n], lang: "en", status: "preferred" });
      for (const text of (admitted[n] || "").split("\t")) if (text) this.en.push({ concept, text, lang: "en", status: "admitted" });
      for (const text of (rest[n] || "").split("\t")) if (text) this.en.push({ concept, text: text.slice(1), lang: "en", status: STATUS[text[0]] });
      if (zh[n]) { this.zh.push({ concept, text: zh[n], lang: "zh-Hans-CN", status: "preferred" }); concept.regions.add("zh-Hans-CN"); }
      for (const text of (pin[n] || "").split("\t")) {
        if (!text) continue;
        const lang = LANG[text[0]];
        concept.regions.add(lang);
        this.zh.push({ concept, text: text.slice(2), lang, status: STATUS[text[1]] });
      }
    }
    this.index = {};
  }

  lazy(name, make) { return this.index[name] || (this.index[name] = make.call(this)); }
  get english() {
    return this.lazy("english", function () {
      const t = this.t, known = new Set();
      const lines = this.en.map((row) => {
        let line = " ";
        for (const word of row.text.toLowerCase().match(t.WORD) || []) {
          if (t.ARTICLES.has(word)) continue;
          const key = t.strictKey(word);
          known.add(key);
          line += key + " ";
        }
        return line;
      });
      return { lines: new Fayi.Lines(lines), known, words: [...known].sort() };
    });
  }
  get compact() { return this.lazy("compact", function () { return new Fayi.Lines(this.english.lines.keys.map((k) => k.replace(/ /g, ""))); }); }
  get literal() { return this.lazy("literal", function () { return new Fayi.Lines(this.en.map((r) => this.t.normalise(r.text).toLowerCase())); }); }
  get loose() {
    return this.lazy("loose", function () {
      const table = new Map();
      for (const word of this.english.words) {
        const key = this.t.looseKey(word);
        if (table.has(key)) table.get(key).push(word); else table.set(key, [word]);
      }
      return table;
    });
  }
  get chinese() { return this.lazy("chinese", function () { return new Fayi.Lines(this.zh.map((r) => this.t.foldZh(r.text))); }); }
  get readings() {
    return this.lazy("readings", function () {
      const rows = [], plain = [], toned = [], initials = [];
      for (const row of this.zh) {
        if (row.lang !== "zh-Hans-CN" || row.status === "deprecated") continue;
        const parts = this.t.syllables(row.text), bare = parts.map(this.t.plain);
        rows.push(row); plain.push(bare.join("")); toned.push(parts.map(this.t.numbered).join(""));
        initials.push(bare.map((p) => p.slice(0, 1)).join(""));
      }
      return { rows, plain: new Fayi.Lines(plain), toned: new Fayi.Lines(toned), initials: new Fayi.Lines(initials) };
    });
  }

  search(query, limit = 20) {
    const asked = Fayi.parseQuery(query), keep = this.filter(asked.filters);
    if (!asked.text) {
      if (!asked.filters.length) return [];
      const hits = [], seen = new Set();
      for (const row of this.en) {
        if (!seen.has(row.concept.id) && keep(row)) { seen.add(row.concept.id); hits.push(Fayi.hit(row, "filter", 1)); }
      }
      const key = (hit) => hit.concept.en.toLowerCase();
      return hits.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)).slice(0, limit);
    }
    return Fayi.ranked(this.found(asked, keep)).slice(0, limit);
  }

  found(asked, keep) {
    const text = asked.text, han = this.t.hasHan(text);
    if (asked.exact && !asked.wildcard) {
      return han ? this.take("exact", this.zh, this.chinese.equal(this.t.foldZh(text)), keep)
        : this.take("exact", this.en, this.literal.equal(this.t.normalise(text).toLowerCase()), keep);
    }
    if (asked.wildcard) {
      return han ? this.take("wildcard", this.zh, this.chinese.matching(this.t.foldZh(text)), keep, text.length)
        : this.take("wildcard", this.en, this.literal.matching(this.t.normalise(text).toLowerCase()), keep, text.length);
    }
    if (han) {
      const hits = this.searchChinese(text, keep);
      return hits.length ? hits : [...this.homophones(text, keep), ...this.nearChinese(text, keep)];
    }
    let hits = [...this.searchEnglish(text, keep), ...this.pinyin(text, keep)];
    if (hits.length) return hits;
    const [key, toned] = Fayi.TYPED.test(text) ? this.t.pinyinQuery(text) : ["", false];
    if (toned) hits = this.pinyin(key.replace(/\d/g, ""), keep);
    return hits.length ? hits : [...this.nearEnglish(text, keep), ...this.nearPinyin(text, keep)];
  }

  take(why, rows, indices, keep, length = 0) {
    const hits = [];
    for (const index of indices) {
      const row = rows[index];
      if (!keep(row)) continue;
      hits.push(Fayi.hit(row, why, length ? length / ([...row.text].length || 1) : 1));
      if (hits.length === Fayi.MANY) break;
    }
    return hits;
  }

  searchEnglish(text, keep) {
    const words = this.t.keysOf(text);
    if (!words.length) return [];
    const key = words.join(" "), hits = this.withWords(words, key, keep);
    if (!hits.some((hit) => hit.why === "exact")) hits.push(...this.runTogether(words.join(""), key.length, keep));
    if (words.length === 1 && key.length > 3) hits.push(...this.take("substring", this.en, this.insideWords(key), keep, key.length));
    if (hits.length < 5 || !hits.some((hit) => hit.why === "exact" || hit.why === "prefix")) {
      hits.push(...this.take("inflected", this.en, this.withOneOf(words.map((w) => this.inflected(w))), keep, key.length));
    }
    return hits;
  }
  // Forms with every word: the whole key at one place, or its words in any order.
  withWords(words, key, keep) {
    const hits = [], counts = { exact: 0, prefix: 0, words: 0, substring: 0 }, whole = ` ${key} `, begins = ` ${key}`;
    for (const index of this.withAll(words)) {
      const line = this.english.lines.keys[index], row = this.en[index];
      const why = line === whole ? "exact" : line.startsWith(begins) ? "prefix" : words.length === 1 ? "substring" : "words";
      if (counts[why] >= Fayi.MANY || !keep(row)) continue;
      counts[why]++;
      hits.push(Fayi.hit(row, why, why === "exact" ? 1 : key.length / ([...row.text].length || 1)));
    }
    return hits;
  }
  runTogether(joined, length, keep) {
    const hits = [];
    let count = 0;
    for (const index of this.compact.prefixed(joined)) {
      if (count++ === Fayi.MANY) break;
      const row = this.en[index], same = this.compact.keys[index] === joined;
      if (keep(row)) hits.push(Fayi.hit(row, same ? "exact" : "prefix", same ? 1 : length / ([...row.text].length || 1)));
    }
    return hits;
  }
  *insideWords(part) {
    for (const word of this.english.words) if (word.includes(part) && !word.startsWith(part)) yield* this.containing(word);
  }
  get postings() {
    return this.lazy("postings", function () {
      const table = new Map(this.english.words.map((word) => [word, []]));
      this.english.lines.keys.forEach((line, n) => { for (const word of new Set(line.split(" "))) if (word) table.get(word).push(n); });
      return table;
    });
  }
  beginning(word) { return this.english.words.filter((known) => known.startsWith(word)); }
  // Forms with a word, or with one that begins like it; ascending.
  containing(word, unfinished = false) {
    if (!unfinished) return this.postings.get(word) || [];
    const same = this.beginning(word).map((known) => this.postings.get(known));
    if (same.length < 2) return same[0] || [];
    const seen = new Uint8Array(this.en.length), found = [];
    for (const list of same) for (const i of list) seen[i] = 1;
    for (let i = 0; i < seen.length; i++) if (seen[i]) found.push(i);
    return found;
  }
  count(word, unfinished = false) {
    if (!unfinished) return (this.postings.get(word) || []).length;
    return this.beginning(word).reduce((sum, known) => sum + this.postings.get(known).length, 0);
  }
  inflected(word) {
    const same = this.english.known.has(word) ? [word] : [];
    return same.concat((this.loose.get(this.t.looseKey(word)) || []).filter((w) => w !== word));
  }
  *withAll(words) {
    const lines = this.english.lines, last = words.length - 1;
    const counts = words.map((word, i) => (last ? this.count(word, i === last) : 0));
    const rarest = counts.indexOf(Math.min(...counts));
    const others = words.map((word, i) => (i < last ? ` ${word} ` : ` ${word}`)).filter((_, i) => i !== rarest);
    for (const index of this.containing(words[rarest], rarest === last)) {
      if (others.every((part) => lines.keys[index].includes(part))) yield index;
    }
  }
  withOneOf(options) {
    if (!options.length || options.some((words) => !words.length)) return [];
    const lines = this.english.lines;
    const counts = options.map((words) => words.reduce((sum, word) => sum + this.count(word), 0));
    const rarest = counts.indexOf(Math.min(...counts)), indices = new Set();
    for (const word of options[rarest]) for (const i of this.containing(word)) indices.add(i);
    return [...indices].sort((a, b) => a - b)
      .filter((i) => options.every((words) => words.some((w) => lines.keys[i].includes(` ${w} `))));
  }
  nearEnglish(text, keep) {
    const options = this.t.keysOf(text).map((word) => {
      const same = this.inflected(word);
      return same.length ? same : Fayi.nearWords(word, this.english.words);
    });
    return this.take("fuzzy", this.en, this.withOneOf(options), keep, text.length);
  }

  searchChinese(text, keep) {
    const key = this.t.foldZh(text), lines = this.chinese;
    if (!key) return [];
    return [...this.take("exact", this.zh, lines.equal(key), keep), ...this.take("prefix", this.zh, lines.prefixed(key), keep, key.length),
      ...this.take("substring", this.zh, lines.containing(key), keep, key.length)];
  }
  pinyin(text, keep) {
    if (!Fayi.TYPED.test(text)) return [];
    const [key, toned] = this.t.pinyinQuery(text.replace(/\*/g, ""));
    const bare = key.replace(/\d/g, "");
    const initials = !toned && !text.includes(" ") && key.length >= 2 && key.length <= 12;
    const spelled = Fayi.SYLLABLES.test(bare);
    if (key.length < 2 || !(initials || spelled)) return [];
    const { rows, plain, toned: numbers, initials: letters } = this.readings, hits = [];
    if (spelled) {
      const lines = toned ? numbers : plain;
      hits.push(...this.take("pinyin", rows, lines.equal(key), keep), ...this.take("pinyin", rows, lines.prefixed(key), keep, bare.length / 3));
      if (bare.length > 5) hits.push(...this.take("pinyin", rows, lines.containing(key), keep, bare.length / 6));
    }
    if (initials) {
      hits.push(...this.take("initials", rows, letters.equal(key), keep));
      if (key.length > 2) hits.push(...this.take("initials", rows, letters.prefixed(key), keep, key.length));
    }
    return hits;
  }
  homophones(text, keep) {
    const key = this.t.syllables(text).map(this.t.plain).join("");
    if ([...text].length < 2 || !key) return [];
    const { rows, plain } = this.readings;
    return [...this.take("sound", rows, plain.equal(key), keep), ...this.take("sound", rows, plain.prefixed(key), keep, [...text].length)];
  }
  nearPinyin(text, keep) {
    if (!Fayi.TYPED.test(text)) return [];
    const [key, toned] = this.t.pinyinQuery(text);
    if (toned || key.length < 6) return [];
    const { rows, plain } = this.readings, most = key.length < 10 ? 1 : 2, hits = [];
    for (const i of Fayi.mayBeNear(key, plain.keys, most)) {
      const distance = Fayi.distance(key, plain.keys[i], most);
      if (distance <= most && keep(rows[i])) hits.push(Fayi.hit(rows[i], "fuzzy", 1 - distance / key.length));
    }
    return hits;
  }
  nearChinese(text, keep) {
    const wanted = new Set(this.t.foldZh(text)), hits = [];
    if (wanted.size < 3) return [];
    this.chinese.keys.forEach((form, i) => {
      let shared = 0;
      for (const character of new Set(form)) if (wanted.has(character)) shared++;
      const length = [...form].length;
      if (shared * 3 >= wanted.size * 2 && shared * 3 >= length * 2 && keep(this.zh[i])) {
        hits.push(Fayi.hit(this.zh[i], "fuzzy", shared / Math.max(length, wanted.size)));
      }
    });
    return hits;
  }

  filter(filters) {
    const tests = filters.map(([name, value]) => this.test(name, value));
    return (row) => tests.every((test) => test(row));
  }
  test(name, value) {
    if (name === "status") return (row) => row.status.startsWith(value);
    if (name === "field") {
      const wanted = new Set(this.fields.filter((f) => f.join(" ").toLowerCase().includes(value)).map((f) => f[0]));
      return (row) => wanted.has(row.concept.field);
    }
    if (name === "region") {
      const lang = Fayi.REGIONS[value.replace(/ /g, "")] || value;
      return (row) => row.concept.regions.has(lang);
    }
    const [key, ...rest] = value.split(":"), pinpoint = rest.join(":"), folded = this.t.foldZh(key), numbers = new Set();
    this.sources.forEach(([own, zh, en], i) => {
      if (own.startsWith(key) || (folded && this.t.foldZh(zh || "").includes(folded)) || (key.length > 3 && (en || "").toLowerCase().includes(key))) numbers.add(String(i));
    });
    return (row) => row.concept.sources.split("\t").some((citation) => {
      const [number, ...place] = citation.split(":");
      return citation && numbers.has(number) && (!pinpoint || place.join(":") === pinpoint);
    });
  }
};

Fayi.TYPED = /^[\sA-Za-zÀ-ɏ\u0300-\u036f'’1-5:*-]+$/;
Fayi.SYLLABLES = /^(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ang|i?ong|iao|ian|ing|uai|uan|uang|eng|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|[aeiouv])[1-5]?)+$/;
Fayi.REGIONS = { cn: "zh-Hans-CN", mainland: "zh-Hans-CN", prc: "zh-Hans-CN", "大陆": "zh-Hans-CN", "内地": "zh-Hans-CN",
  hk: "zh-Hant-HK", hongkong: "zh-Hant-HK", "香港": "zh-Hant-HK", tw: "zh-Hant-TW", taiwan: "zh-Hant-TW", "台湾": "zh-Hant-TW", "臺灣": "zh-Hant-TW",
  mo: "zh-Hant-MO", macao: "zh-Hant-MO", macau: "zh-Hant-MO", "澳门": "zh-Hant-MO", "澳門": "zh-Hant-MO" };
Fayi.SCORES = { exact: 1, prefix: 0.9, words: 0.8, wildcard: 0.8, inflected: 0.75, substring: 0.7, pinyin: 0.6, initials: 0.5, sound: 0.4, fuzzy: 0.3, filter: 0.2 };
Fayi.MANY = 1200;
Fayi.RANK = { preferred: 0, admitted: 1, lookup: 2, deprecated: 3 };

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
Fayi.wildcard = (text) => text.split(/[*＊]+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("[^\\n]*");
Fayi.hit = (row, why, covered) => ({ concept: row.concept, row, why, score: Fayi.SCORES[why] + 0.09 * Math.min(covered, 1) });
Fayi.ranked = function (hits) {
  const best = new Map();
  for (const hit of hits) {
    const known = best.get(hit.concept.id);
    if (!known || Fayi.order(hit, known) < 0) best.set(hit.concept.id, hit);
  }
  return [...best.values()].sort(Fayi.order);
};
Fayi.order = (a, b) => Fayi.SCORES[b.why] - Fayi.SCORES[a.why] || Fayi.RANK[a.row.status] - Fayi.RANK[b.row.status] || b.score - a.score
  || [...a.row.text].length - [...b.row.text].length || (a.concept.id < b.concept.id ? -1 : a.concept.id > b.concept.id ? 1 : 0);

// Optimal string alignment distance, or most + 1 as soon as it is sure to be more.
Fayi.distance = function (a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = null, last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (before && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, before[j - 2] + 1);
      row.push(value);
      if (value < least) least = value;
    }
    if (least > most) return most + 1;
    before = last; last = row;
  }
  return last[b.length];
};
// The letters of a word as bits. One typing error changes two of them at most, so most words are passed over at a glance.
Fayi.letters = function (word) {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) % 31);
  return bits;
};
Fayi.masks = new WeakMap();
Fayi.mayBeNear = function (word, words, most) {
  let masks = Fayi.masks.get(words);
  if (!masks) Fayi.masks.set(words, (masks = Int32Array.from(words, Fayi.letters)));
  const own = Fayi.letters(word), near = [];
  for (let i = 0; i < masks.length; i++) {
    let differ = own ^ masks[i], bits = 0;
    while (differ && bits <= 2 * most) { differ &= differ - 1; bits++; }
    if (bits <= 2 * most && Math.abs(words[i].length - word.length) <= most) near.push(i);
  }
  return near;
};
Fayi.nearWords = function (word, words) {
  if (word.length < 4) return [];
  let best = word.length < 6 ? 1 : 2, found = [];
  for (const i of Fayi.mayBeNear(word, words, best)) {
    const known = words[i], distance = Fayi.distance(word, known, best);
    if (distance > best) continue;
    if (distance < best) { best = distance; found = []; }
    found.push(known);
  }
  return found.slice(0, 8);
};
