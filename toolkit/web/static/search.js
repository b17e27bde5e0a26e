// Search in the browser: the same rules as toolkit/search (tests run both over the same queries).
"use strict";

// Hits as they come in: stages in their order, rows in the order of hits, so the first form of a concept is its best one.
Fayi.Found = class {
  constructor(limit, keep) { this.hits = []; this.limit = limit; this.keep = keep; this.seen = new Set(); }
  // Few hits, and the first one only has all the words of the query among others.
  get onlyLonger() { return this.hits.length > 0 && this.hits.length < Fayi.FEW && ["words", "related"].includes(this.hits[0].stage); }
  take(stage, rows, indices, why = stage) {
    if (this.hits.length >= this.limit) return;
    for (const index of indices) {
      const row = rows[index];
      if (this.seen.has(row.concept) || !this.keep(row)) continue;
      this.seen.add(row.concept);
      this.hits.push({ concept: row.concept, row, why: typeof why === "function" ? why(index) : why, stage });
      if (this.hits.length >= this.limit) return;
    }
  }
};

Fayi.Searcher = class {
  constructor(first, more) {
    this.fields = first.fields;
    this.t = Fayi.text(first, more && more.readings);
    const split = (text) => (text ? text.split("\n") : []);
    const ids = Fayi.ids(first), zh = split(first.zh), en = split(first.en), pin = split(first.zh2);
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
    this.rows = { en: Fayi.inOrder(this.en), zh: Fayi.inOrder(this.zh) };
    this.good = this.rows.en.filter((row) => row.status === "preferred" || row.status === "admitted").length;
    this.index = {};
  }

  lazy(name, make) { return this.index[name] || (this.index[name] = make.call(this)); }
  get english() {
    return this.lazy("english", function () {
      const t = this.t, known = new Set(), lines = [], signatures = [];
      for (const row of this.rows.en) {
        const keys = [];
        for (const word of row.text.toLowerCase().match(t.WORD) || []) if (!t.ARTICLES.has(word)) keys.push(t.strictKey(word));
        for (const key of keys) known.add(key);
        lines.push(keys.length ? ` ${keys.join(" ")} ` : " ");
        signatures.push(t.signature(keys));
      }
      return { lines: new Fayi.WordLines(lines), words: [...known].sort(), signatures: new Fayi.WordLines(signatures) };
    });
  }
  get literal() { return this.lazy("literal", function () { return new Fayi.Lines(this.rows.en.map((r) => this.t.normalise(r.text).toLowerCase())); }); }
  get chinese() { return this.lazy("chinese", function () { return new Fayi.Lines(this.rows.zh.map((r) => this.t.foldZh(r.text))); }); }
  get readings() {
    return this.lazy("readings", function () {
      const rows = [], plain = [], toned = [], initials = [], digraphs = [];
      for (const row of this.rows.zh) {
        if (row.lang !== "zh-Hans-CN" || row.status === "deprecated") continue;
        const parts = this.t.syllables(row.text), bare = parts.map(this.t.plain);
        rows.push(row); plain.push(bare.join("")); toned.push(parts.map(this.t.numbered).join(""));
        initials.push(bare.map((p) => p.slice(0, 1)).join(""));
        digraphs.push(bare.map((p) => p.slice(0, p[1] === "h" ? 2 : 1)).join(""));
      }
      const lines = [plain, toned, initials, digraphs].map((keys) => new Fayi.Lines(keys));
      return { rows, plain: lines[0], toned: lines[1], initials: lines[2], digraphs: lines[3], keys: plain };
    });
  }
  get accented() { return this.lazy("accented", function () { return new Fayi.Lines(this.readings.keys.map(Fayi.withoutAccent)); }); }

  search(query, limit = 20) {
    const asked = Fayi.parseQuery(query), keep = this.filter(asked.filters);
    if (!asked.text) {
      if (!asked.filters.length) return [];
      const hits = [], seen = new Set();
      for (const row of this.en) {
        if (!seen.has(row.concept.id) && keep(row)) { seen.add(row.concept.id); hits.push({ concept: row.concept, row, why: "filter", stage: "filter" }); }
      }
      const key = (hit) => hit.concept.en.toLowerCase();
      return hits.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)).slice(0, limit);
    }
    const found = new Fayi.Found(limit, keep);
    this.find(asked, found);
    return found.hits;
  }

  find(asked, found) {
    const text = asked.text, han = this.t.hasHan(text);
    const rows = han ? this.rows.zh : this.rows.en, none = () => !found.hits.length;
    if (asked.wildcard || asked.exact) {
      const lines = han ? this.chinese : this.literal, key = han ? this.t.foldZh(text) : this.t.normalise(text).toLowerCase();
      if (asked.wildcard) found.take("words", rows, lines.matching(key), "wildcard"); else found.take("exact", rows, lines.equal(key));
    } else if (han) {
      this.searchChinese(text, found);
      if (none()) this.homophones(text, found);
      if (none()) this.chineseParts(text, found, true);
      if (none()) this.nearChinese(text, found);
      if (none()) this.chineseParts(text, found, false);
    } else {
      this.searchEnglish(text, found);
      this.pinyin(text, found);
      if (none()) this.untoned(text, found);
      if (none()) this.nearEnglish(text, found);
      if (none()) this.nearPinyin(text, found);
      if (none() || found.onlyLonger) this.englishParts(text, found);
      this.related("avoided", [this.t.keysOf(text)], found);
    }
  }

  searchEnglish(text, found) {
    const words = this.t.keysOf(text), rows = this.rows.en, { lines, signatures } = this.english;
    if (!words.length) return;
    const variants = [words];
    this.whole(words, found);
    if (!found.hits.length) {
      variants.push(...this.joinedOrParted(words));
      for (const variant of variants.slice(1)) this.whole(variant, found);
    }
    for (const variant of variants) found.take("prefix", rows, lines.starting(variant));
    for (const variant of variants) found.take("words", rows, lines.withAll(variant), variant.length > 1 ? "words" : "substring");
    this.related("related", variants, found);
    if (words.length === 1 && words[0].length > 3) found.take("substring", rows, lines.inside(words[0]));
  }
  // Forms with every root: good ones, or at the very end those to avoid and to search by.
  related(stage, variants, found) {
    for (const variant of variants.filter((words) => words.length)) {
      const options = this.t.content(variant).map((root) => [` ${root} `]);
      options[options.length - 1].push(" " + variant[variant.length - 1]);
      const some = Fayi.only(this.english.signatures.withParts(options), (index) => index < this.good === (stage === "related"));
      found.take(stage, this.rows.en, some, this.reason(variant));
    }
  }
  // Forms of these words and no others: good inflected ones first, then what the last word begins, then the rest.
  whole(words, found) {
    const rows = this.rows.en, { lines, signatures } = this.english, reason = this.reason(words);
    found.take("exact", rows, lines.equal(` ${words.join(" ")} `));
    const same = [...signatures.equal(this.t.signature(words))];
    found.take("whole", rows, same.filter((index) => index < this.good && reason(index) !== "derived"), reason);
    if (!this.isWord(words[words.length - 1])) found.take("whole", rows, lines.starting(words), "prefix");
    found.take("whole", rows, same, reason);
  }
  isWord(word) {
    const loose = this.t.looseKey(word), known = this.english.words;
    for (let i = Fayi.firstFrom(known, loose); i < known.length && known[i].startsWith(loose); i++) if (this.t.looseKey(known[i]) === loose) return true;
    return false;
  }
  joinedOrParted(words) {
    const { lines } = this.english, result = [], least = 3;
    words.slice(0, Fayi.MAX_WORDS).forEach((word, place) => {
      const before = words.slice(0, place), behind = words.slice(place + 1);
      if (behind.length && lines.has(word + behind[0])) result.push([...before, word + behind[0], ...behind.slice(1)]);
      for (let cut = least; cut <= word.length - least; cut++) {
        if (!lines.has(word) && lines.has(word.slice(0, cut)) && lines.has(word.slice(cut))) result.push([...before, word.slice(0, cut), word.slice(cut), ...behind]);
      }
    });
    return result.slice(0, 4);
  }
  // How the words of a form differ from those asked: in order only, in inflection, or in derivation.
  reason(words) {
    const t = this.t, asked = words.filter((w) => !t.FUNCTION.has(w)), own = asked.length ? asked : words, loose = own.map(t.looseKey);
    return (index) => {
      const have = this.english.lines.at(index).split(" ").filter(Boolean), set = new Set(have);
      if (own.every((w) => set.has(w))) return "words";
      const keys = new Set(have.map(t.looseKey));
      return loose.every((w) => keys.has(w)) ? "inflected" : "derived";
    };
  }
  nearEnglish(text, found) {
    const t = this.t, { lines, signatures, words: known } = this.english, words = t.keysOf(text), rows = this.rows.en;
    const meant = words.map((word) => !t.FUNCTION.has(word));
    if (!meant.includes(true) || words.length > Fayi.MAX_WORDS) return;
    let read = words.map((word, i) => (!meant[i] || signatures.has(t.root(word)) ? [word] : Fayi.nearWords(word, known)));
    if (read.some((some) => !some.length)) return;
    const most = read.filter((some) => some.length > 1).length < 3 ? 8 : 2;
    read = read.map((some, place) => some.slice(0, place < 6 ? most : 1));
    const options = read.filter((_, i) => meant[i]).map((some) => [...new Set(some.map(t.root))]);
    const all = (lists) => lists.reduce((some, list) => some.flatMap((one) => list.map((word) => [...one, word])), [[]]);
    const take = (keys, from) => {
      const indices = new Set();
      for (const key of new Set(keys)) for (const i of from.equal(key)) indices.add(i);
      found.take("fuzzy", rows, Int32Array.from(indices).sort());
    };
    take(all(read).map((some) => ` ${some.join(" ")} `), lines);
    take(all(options).map((some) => ` ${[...new Set(some)].sort().join(" ")} `), signatures);
    let others = signatures.withParts(options.map((some) => some.map((root) => ` ${root} `)));
    if (options.length === 1) others = Fayi.only(others, (index) => index < this.good);
    found.take("fuzzy", rows, others);
  }
  englishParts(text, found) {
    const t = this.t, roots = t.keysOf(text).filter((w) => !t.FUNCTION.has(w)).map(t.root).slice(0, Fayi.MAX_WORDS);
    const { signatures } = this.english, matches = new Map(), size = (key) => key.trim().split(" ").length;
    roots.forEach((last, end) => {
      const window = roots.slice(Math.max(0, end - 5), end);
      for (let mask = 0; mask < 1 << window.length; mask++) {
        const some = [...window.filter((_, i) => mask & (1 << i)), last], set = new Set(some);
        if (set.size < some.length || (set.size === 1 && roots.length > 3)) continue;
        const key = ` ${some.sort().join(" ")} `;
        if (!matches.has(key) && signatures.places.has(key)) matches.set(key, end);
      }
    });
    const kept = [], taken = [];
    for (const [key] of [...matches].sort((a, b) => size(b[0]) - size(a[0]) || a[1] - b[1] || (a[0] < b[0] ? -1 : 1))) {
      const own = key.trim().split(" ");
      if (kept.some((other) => own.every((root) => other.includes(root)))) continue;
      kept.push(own);
      taken.push(key);
    }
    if (new Set(kept.flat()).size * 2 < new Set(roots).size) return;
    for (const key of taken) found.take("contained", this.rows.en, signatures.places.get(key));
  }

  searchChinese(text, found) {
    const key = this.t.foldZh(text), lines = this.chinese, rows = this.rows.zh;
    if (!key) return;
    const parts = text.split(/\s+/).map((part) => this.t.foldZh(part)).filter(Boolean);
    found.take("exact", rows, lines.equal(key));
    found.take("prefix", rows, lines.prefixed(key));
    if (parts.length > 1) {
      const longest = parts.reduce((best, part) => (part.length > best.length ? part : best));
      const some = [];
      for (const i of lines.containing(longest)) { const line = lines.at(i); if (parts.every((part) => line.includes(part))) some.push(i); }
      found.take("words", rows, some);
    }
    found.take("substring", rows, lines.containing(key));
  }
  pinyin(text, found) {
    if (!Fayi.TYPED.test(text) || found.hits.length >= found.limit) return;
    const [key, toned] = this.t.pinyinQuery(text.replace(/\*/g, ""));
    const bare = key.replace(/\d/g, "");
    const initials = !toned && !text.includes(" ") && key.length >= 2 && key.length <= 12;
    const spelled = Fayi.SYLLABLES.test(bare);
    if (key.length < 2 || !(initials || spelled)) return;
    const { rows, plain, toned: numbers, initials: letters, digraphs } = this.readings;
    if (spelled) {
      const lines = toned ? numbers : plain;
      found.take("pinyin", rows, lines.equal(key));
      found.take("pinyin", rows, lines.prefixed(key));
      if (bare.length > 5) found.take("pinyin", rows, lines.containing(key));
    }
    if (initials) {
      found.take("initials", rows, letters.equal(key));
      if (/[zcs]h/.test(key)) {
        found.take("initials", rows, digraphs.equal(key));
        found.take("initials", rows, digraphs.prefixed(key));
      }
      if (key.length > 2) found.take("initials", rows, letters.prefixed(key));
    }
  }
  untoned(text, found) {
    const [key, toned] = Fayi.TYPED.test(text) ? this.t.pinyinQuery(text) : ["", false];
    if (toned) this.pinyin(key.replace(/\d/g, ""), found);
  }
  homophones(text, found) {
    const key = this.t.syllables(text).map(this.t.plain).join("");
    if ([...text].length < 2 || !key) return;
    const { rows, plain } = this.readings;
    found.take("sound", rows, plain.equal(key));
    found.take("sound", rows, plain.prefixed(key));
  }
  nearPinyin(text, found) {
    if (!Fayi.TYPED.test(text)) return;
    const [key, toned] = this.t.pinyinQuery(text), { rows, keys } = this.readings;
    if (key.length > 3 && !toned && Fayi.SYLLABLES.test(key)) found.take("fuzzy", rows, this.accented.equal(Fayi.withoutAccent(key)));
    if (toned || key.length < 6) return;
    const most = key.length < 10 ? 1 : 2, near = [];
    for (const i of Fayi.mayBeNear(key, keys, most)) {
      const distance = Fayi.distance(key, keys[i], most);
      if (distance <= most) near.push([distance, i]);
    }
    found.take("fuzzy", rows, near.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((one) => one[1]));
  }
  // Forms with at least two thirds of the characters on both sides.
  nearChinese(text, found) {
    const lines = this.chinese, wanted = [...new Set(this.t.foldZh(text))];
    if (wanted.length < 3) return;
    const least = Math.ceil((wanted.length * 2) / 3), counts = new Map(wanted.map((c) => [c, lines.count(c)]));
    // A form that has so many of them has one of the rarest.
    const rarest = [...wanted].sort((a, b) => counts.get(a) - counts.get(b)).slice(0, wanted.length - least + 1);
    const some = new Set(), near = [];
    for (const character of rarest) for (const i of lines.containing(character)) some.add(i);
    for (const i of some) {
      const form = lines.at(i);
      let shared = 0;
      for (const character of wanted) if (form.includes(character)) shared++;
      const length = Fayi.lengthOf(form);
      if (shared >= least && shared * 3 >= length * 2) near.push([shared / Math.max(length, wanted.length), i]);
    }
    found.take("fuzzy", this.rows.zh, near.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map((one) => one[1]));
  }
  // The forms that the query contains: when one of four characters makes up two thirds of it, or all of them half of it.
  chineseParts(text, found, one) {
    const key = [...this.t.foldZh(text)], known = this.chinese.places, places = [], kept = [];
    for (let start = 0; start < key.length - 1; start++) {
      for (let end = Math.min(key.length, start + 24); end > start + 1; end--) {
        if (known.has(key.slice(start, end).join(""))) { places.push([end - start, start]); break; }
      }
    }
    for (const [length, start] of places.sort((a, b) => b[0] - a[0] || a[1] - b[1])) {
      const end = start + length;
      if (kept.some(([one, other]) => one <= start && end <= other)) continue;
      kept.push([start, end]);
    }
    const covered = new Set(kept.flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => start + i)));
    if (one ? !kept.length || kept[0][1] - kept[0][0] < Math.max(4, (key.length * 2) / 3) : covered.size * 2 < key.length) return;
    for (const [start, end] of kept) found.take("contained", this.rows.zh, known.get(key.slice(start, end).join("")));
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
Fayi.MAX_WORDS = 24;
Fayi.FEW = 3;
Fayi.RANK = { preferred: 0, admitted: 1, lookup: 2, deprecated: 3 };
Fayi.only = function* (indices, test) { for (const index of indices) if (test(index)) yield index; };
Fayi.lengthOf = (text) => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length);
Fayi.withoutAccent = (key) => key.replace(/([zcs])h/g, "$1").replace(/ng/g, "n");
// The forms in the order of hits: preferred before admitted before deprecated, short before long.
Fayi.inOrder = function (rows) {
  const keys = Float64Array.from(rows, (row, i) => (Fayi.RANK[row.status] * 4096 + Math.min(Fayi.lengthOf(row.text), 4095)) * 4194304 + i).sort();
  return Array.from(keys, (key) => rows[key % 4194304]);
};
