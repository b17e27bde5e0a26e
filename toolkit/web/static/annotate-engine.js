// Finds the terms of a text: the browser's copy of toolkit/match.py and toolkit/ordinary.py.
"use strict";

Fayi.Recogniser = class {
  constructor(searcher, ordinary) {
    this.t = searcher.t;
    this.en = new Map(); this.zh = new Map();
    this.mostWords = 0; this.zhLengths = new Map();
    for (const row of searcher.en) {
      const words = (row.text.match(this.t.WORD) || []).filter((w) => !this.t.ARTICLES.has(w.toLowerCase()));
      if (!words.length) continue;
      const view = words.map((w) => this.t.looseKey(w)).join(" ");
      const form = { row, keys: words.map((w) => this.t.strictKey(w)), breaks: this.breaks(row.text),
        capitals: words.length === 1 && row.text.length <= 6 && /[A-Z]/.test(row.text) && row.text === row.text.toUpperCase() ? row.text : "" };
      if (this.en.has(view)) this.en.get(view).push(form); else this.en.set(view, [form]);
      this.mostWords = Math.max(this.mostWords, words.length);
    }
    for (const row of searcher.zh) {
      if (row.lang !== "zh-Hans-CN") continue;
      const view = this.t.foldZh(row.text);
      if (view.length < 2) continue;
      if (this.zh.has(view)) this.zh.get(view).push({ row }); else this.zh.set(view, [{ row }]);
      const start = view.slice(0, 2), lengths = this.zhLengths.get(start);
      if (lengths) { if (!lengths.includes(view.length)) lengths.push(view.length); } else this.zhLengths.set(start, [view.length]);
    }
    this.guarded = new Map();
    for (const line of (ordinary || "").split("\n")) {
      const [word, cues] = line.split("\t");
      if (word) this.guarded.set(this.key(word), cues ? cues.split("|").map((c) => this.key(c)) : []);
    }
  }
  key(phrase) {
    return (phrase.match(this.t.WORD) || []).filter((w) => !this.t.ARTICLES.has(w.toLowerCase())).map((w) => this.t.strictKey(w)).join(" ");
  }
  breaks(text) { return (text.replace(/[.,;:!?]+$/, "").match(/[.,;:!?()[\]|•]/g) || []).join(""); }

  // Matches of a text of one language, everyday words left out, in reading order.
  find(text) {
    if (this.t.hasHan(text) && (text.match(/[\u4e00-\u9fff]/g) || []).length * 3 > text.length) return this.widest(this.findChinese(text));
    const matches = [];
    for (const [start, end] of this.sentences(text)) {
      const sentence = text.slice(start, end);
      for (const m of this.onlyTerms(this.widest(this.findEnglish(sentence)), sentence)) {
        matches.push({ ...m, start: m.start + start, end: m.end + start });
      }
    }
    return matches;
  }
  sentences(text) {
    const spans = [];
    let start = 0;
    for (const m of text.matchAll(/[.!?]+["'”’)\]]*(?=\s+["'“‘([]*[A-Z0-9])|\n+/g)) {
      const end = m.index + m[0].length;
      if (/\b(?:mr|mrs|ms|dr|prof|st|no|nos|art|arts|para|paras|v|vs|e\.g|i\.e|etc|inc|ltd|co|corp|fig|vol|[A-Z])\.$/i.test(text.slice(0, end).slice(-12))) continue;
      spans.push([start, end]);
      start = end;
    }
    if (start < text.length) spans.push([start, text.length]);
    return spans;
  }
  findEnglish(text) {
    const tokens = [...text.matchAll(this.t.WORD)].filter((m) => !this.t.ARTICLES.has(m[0].toLowerCase()));
    const loose = tokens.map((m) => this.t.looseKey(m[0])), matches = [];
    for (let i = 0; i < tokens.length; i++) {
      let view = "";
      for (let j = i; j < tokens.length && j < i + this.mostWords; j++) {
        view += (j > i ? " " : "") + loose[j];
        const forms = this.en.get(view);
        if (!forms) continue;
        const start = tokens[i].index, end = tokens[j].index + tokens[j][0].length;
        const rows = this.agreeing(text.slice(start, end), tokens.slice(i, j + 1).map((m) => this.t.strictKey(m[0])), forms);
        if (rows) matches.push({ start, end, size: j - i + 1, rows });
      }
    }
    return matches;
  }
  agreeing(piece, keys, forms) {
    const between = this.breaks(piece), strict = [], loose = [];
    for (const form of forms) {
      if (between && between !== form.breaks) continue;
      if (form.capitals && piece !== form.capitals) continue;
      if (keys.every((k, i) => k === form.keys[i])) strict.push(form.row);
      else if (this.inflects(keys, form.keys, form.row.concept.verbal)) loose.push(form.row);
    }
    if (strict.length) return strict;
    return loose.length ? loose : null;
  }
  inflects(found, listed, verbal) {
    const ends = (w) => w.endsWith("ed") || w.endsWith("ing");
    if (found.length === 1) return verbal && found[0].endsWith("ed") && !listed[0].endsWith("ing");
    return found.every((word, i) => word === listed[i] || i === 0
      || (ends(word) && (ends(listed[i]) || (found[i - 1] === "and" && found[0] !== listed[0]))));
  }
  findChinese(text) {
    let view = "";
    const offsets = [], matches = [];
    for (let i = 0; i < text.length; i++) {
      const folded = this.t.foldCharacter(text[i]);
      for (let k = 0; k < folded.length; k++) offsets.push(i);
      view += folded;
    }
    for (let i = 0; i + 1 < view.length; i++) {
      for (const length of this.zhLengths.get(view.slice(i, i + 2)) || []) {
        const forms = this.zh.get(view.slice(i, i + length));
        if (forms) matches.push({ start: offsets[i], end: offsets[i + length - 1] + 1, size: length, rows: forms.map((f) => f.row) });
      }
    }
    return matches;
  }
  // The longest first, none overlapping, in reading order.
  widest(matches) {
    const result = [];
    let cluster = [], reach = 0;
    const close = () => {
      const taken = [];
      for (const m of cluster.sort((a, b) => b.size - a.size || a.start - b.start)) {
        if (taken.every((other) => m.end <= other.start || other.end <= m.start)) taken.push(m);
      }
      result.push(...taken.sort((a, b) => a.start - b.start));
    };
    for (const match of matches.sort((a, b) => a.start - b.start)) {
      if (match.start >= reach) { close(); cluster = []; }
      cluster.push(match);
      reach = Math.max(reach, match.end);
    }
    close();
    return result;
  }
  onlyTerms(matches, sentence) {
    const keys = matches.map((m) => this.key(m.rows[0].text));
    if (!keys.some((k) => this.guarded.has(k))) return matches;
    const company = new Set();
    matches.forEach((m, i) => { if (!this.guarded.has(keys[i])) m.rows.forEach((r) => company.add(r.concept.field)); });
    const view = ` ${this.key(sentence)} `;
    return matches.filter((m, i) => {
      if (!this.guarded.has(keys[i])) return true;
      const cues = this.guarded.get(keys[i]);
      return cues.length ? cues.some((c) => view.includes(` ${c} `)) : m.rows.some((r) => company.has(r.concept.field));
    });
  }
};
