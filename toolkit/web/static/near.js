// Words and pinyin one or two typing errors away.
"use strict";

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
  if (word.length < 4 || !/[aeiouy]/.test(word)) return [];
  let best = word.length < 8 ? 1 : 2, found = [];
  for (const i of Fayi.mayBeNear(word, words, best)) {
    const known = words[i];
    if (word.length < 6 && known[0] !== word[0]) continue;
    const distance = Fayi.distance(word, known, best);
    if (distance > best) continue;
    if (distance < best) { best = distance; found = []; }
    found.push(known);
  }
  return found.slice(0, 8);
};
