// Keys searched as one text: the browser's copy of toolkit/search/lines.py.
"use strict";

// Many short strings searched as one. Every method yields the indices of the keys that answer, ascending.
Fayi.Lines = class {
  constructor(keys) {
    this.text = "\n" + keys.join("\n") + "\n";
    this.starts = new Int32Array(keys.length + 1);
    let at = 1;
    for (let i = 0; i < keys.length; i++) { this.starts[i] = at; at += keys[i].length + 1; }
    this.starts[keys.length] = at;
  }
  get size() { return this.starts.length - 1; }
  at(index) { return this.text.slice(this.starts[index], this.starts[index + 1] - 1); }
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
    for (const i of literal ? this.occurrences(literal) : this.starts.keys()) if (i < this.size && whole.test(this.at(i))) yield i;
  }
  count(part) {
    let n = 0;
    for (let at = this.text.indexOf(part); at >= 0; at = this.text.indexOf(part, at + part.length)) n++;
    return n;
  }
  // The indices of each key: worth building where many keys are asked for.
  get places() {
    if (!this.table) {
      this.table = new Map();
      for (let i = 0; i < this.size; i++) {
        const key = this.at(i), known = this.table.get(key);
        if (known) known.push(i); else this.table.set(key, [i]);
      }
    }
    return this.table;
  }
};

// Keys made of words with a blank around each, also looked up word by word. A part is a word with a blank before it,
// and behind it unless it is unfinished.
Fayi.WordLines = class extends Fayi.Lines {
  constructor(keys) {
    super(keys);
    this.postings = new Map();
    keys.forEach((line, n) => {
      for (const word of line.split(" ")) {
        if (!word) continue;
        const known = this.postings.get(word);
        if (!known) this.postings.set(word, [n]);
        else if (known[known.length - 1] !== n) known.push(n);
      }
    });
    this.words = [...this.postings.keys()].sort();
  }
  has(word) { return this.postings.has(word); }
  *equal(key) {
    const words = key.trim().split(" "), length = key.length + 1;
    for (const i of this.withParts(words.map((word) => [` ${word} `]))) {
      if (this.starts[i + 1] - this.starts[i] === length && this.text.startsWith(key, this.starts[i])) yield i;
    }
  }
  *starting(words) {
    const begin = " " + words.join(" ");
    for (const i of this.withAll(words)) if (this.text.startsWith(begin, this.starts[i])) yield i;
  }
  withAll(words) { return this.withParts(words.map((word, i) => [i < words.length - 1 ? ` ${word} ` : ` ${word}`])); }
  *withParts(options) {
    const counts = options.map((parts) => parts.reduce((sum, part) => sum + this.like(part).reduce((n, w) => n + this.postings.get(w).length, 0), 0));
    if (counts.includes(0)) return;
    const least = counts.indexOf(Math.min(...counts)), others = options.filter((_, i) => i !== least);
    for (const index of this.having(options[least], counts[least])) {
      if (others.length) {
        const line = this.at(index);
        if (!others.every((parts) => parts.some((part) => line.includes(part)))) continue;
      }
      yield index;
    }
  }
  inside(part) {
    const words = this.words.filter((word) => word.includes(part));
    return words.reduce((n, w) => n + this.postings.get(w).length, 0) > Fayi.MANY ? this.containing(part) : this.together(words);
  }
  like(part) {
    const word = part.trim();
    if (part.endsWith(" ")) return this.postings.has(word) ? [word] : [];
    const same = [];
    for (let i = Fayi.firstFrom(this.words, word); i < this.words.length && this.words[i].startsWith(word); i++) same.push(this.words[i]);
    return same;
  }
  having(parts, count) {
    if (parts.length === 1 && count > Fayi.MANY && !parts[0].endsWith(" ")) return this.containing(parts[0]);
    return this.together(parts.flatMap((part) => this.like(part)));
  }
  together(words) {
    const lists = [...new Set(words)].map((word) => this.postings.get(word));
    if (lists.length < 2) return lists[0] || [];
    const all = new Set();
    for (const list of lists) for (const i of list) all.add(i);
    return Int32Array.from(all).sort();
  }
};

Fayi.MANY = 2000;
Fayi.firstFrom = function (sorted, key) {
  let low = 0, high = sorted.length;
  while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < key) low = middle + 1; else high = middle; }
  return low;
};
Fayi.wildcard = (text) => text.split(/[*＊]+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("[^\\n]*");
