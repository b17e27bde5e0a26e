// Keys under which forms of a word meet: the browser's copy of toolkit/text.py and toolkit/pinyin.py.
// Tables and rules come from Python with the data (Fayi.first.rules), so the two cannot drift apart in data.
"use strict";
var Fayi = globalThis.Fayi || (globalThis.Fayi = {});

// The ids of all concepts, from the words of their English: toolkit/web/payload.py.
Fayi.ids = function (first) {
  const codes = first.ids.split("\n"), english = first.en.split("\n");
  return Array.from(first.field, (_, n) => {
    const code = codes[n];
    if (code.startsWith("=")) return code.slice(1);
    const words = (english[n].toLowerCase().match(/[a-z0-9]+/g) || []).slice(0, 26);
    return (code ? code.match(/[A-Z]|[a-z0-9]+/g).map((one) => (/[A-Z]/.test(one) ? words[one.charCodeAt(0) - 65] : one)) : words).join("-");
  });
};

Fayi.text = function (first, extraReadings) {
  const rules = first.rules;
  const WORD = /[A-Za-zÀ-ÖØ-öø-ÿ0-9]+(?:['’][A-Za-z]+)?/g;
  const HAN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const ARTICLES = new Set(["the", "a", "an"]);
  const unchanged = new Set(rules.unchanged);
  const spellings = rules.spellings.map(([pattern, to]) => [new RegExp(pattern, "g"), to]);
  const british = new RegExp(rules.british), strictKeys = new Map(), looseKeys = new Map();

  function singular(word) {
    if (Object.hasOwn(rules.irregular, word)) return rules.irregular[word];
    if (word.length < 4 || !word.endsWith("s") || unchanged.has(word)) return word;
    if (/(ss|us|is)$/.test(word) && !word.endsWith("eaus")) return word;
    if (word.endsWith("ies")) return word.length > 4 ? word.slice(0, -3) + "y" : word.slice(0, -1);
    if (/(xes|ches|shes|sses|zes|oes)$/.test(word)) return word.slice(0, -2);
    return word.slice(0, -1);
  }

  function strictKey(word) {
    let key = strictKeys.get(word);
    if (key !== undefined) return key;
    key = singular(word.toLowerCase().replace(/['’].*/, ""));
    if (british.test(key) && !rules.ise.some((stem) => key.startsWith(stem))) {
      for (const [pattern, to] of spellings) key = key.replace(pattern, to);
    }
    strictKeys.set(word, key);
    return key;
  }

  function looseKey(word) {
    let key = looseKeys.get(word);
    if (key !== undefined) return key;
    key = strictKey(word);
    for (const ending of ["ing", "ed"]) {
      let stem = key.slice(0, -ending.length);
      if (key.endsWith(ending) && stem.length > 2 && /[aeiouy]/.test(stem)) {
        if (stem.endsWith("i") && ending === "ed") stem = stem.slice(0, -1) + "y";
        else if (stem.at(-1) === stem.at(-2) && "bdgmnprt".includes(stem.at(-1))) stem = stem.slice(0, -1);
        key = stem;
        break;
      }
    }
    if (key.endsWith("e") && key.length > 3) key = key.slice(0, -1);
    looseKeys.set(word, key);
    return key;
  }

  // Words of one family brought to one root: toolkit/search/roots.py.
  const families = new Map(Object.entries(rules.families)), FUNCTION = new Set(rules.function), roots = new Map();
  function withoutEnding(key) {
    for (const [ending, least] of rules.endings) {
      if (!key.endsWith(ending) || key.length - ending.length < least) continue;
      const stem = key.slice(0, -ending.length);
      return ending === "ification" ? stem + "ify" : stem.endsWith("e") ? stem.slice(0, -1) : stem;
    }
    return key;
  }
  function ended(key) {
    for (const [old, now] of rules.changes) {
      if (key.endsWith(old) && key.length > old.length + 1) { key = key.slice(0, -old.length) + now; break; }
    }
    if (key.length > 3 && key.at(-1) === key.at(-2) && "bdgmnprtls".includes(key.at(-1))) key = key.slice(0, -1);
    return "iey".includes(key.at(-1)) && key.length > 3 ? key.slice(0, -1) : key;
  }
  function rootOf(word) {
    let key = looseKey(word);
    while (!families.has(key)) {
      const shorter = withoutEnding(key);
      if (shorter === key) break;
      key = shorter;
    }
    return ended(families.get(key) || key);
  }
  function root(word) {
    let known = roots.get(word);
    if (known === undefined) roots.set(word, (known = rootOf(word)));
    return known;
  }
  function content(words) {
    const kept = words.filter((word) => !FUNCTION.has(word));
    return (kept.length ? kept : words).map(root);
  }
  const signature = (words) => ` ${[...new Set(content(words))].sort().join(" ")} `;

  const QUOTES = [[/[‘’‚‛`´′]/g, "'"], [/[“”„‟«»″]/g, '"'], [/[‐‑‒–—―−]/g, "-"],
    [/[\u00ad\u200b-\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g, ""]];
  function normalise(text) {
    text = text.normalize("NFKC");
    for (const [from, to] of QUOTES) text = text.replace(from, to);
    return text.split(/\s+/).filter(Boolean).join(" ");
  }

  // Key words of an English query; articles count only when there is nothing else.
  function keysOf(text) {
    const words = normalise(text).toLowerCase().match(WORD) || [];
    const kept = words.filter((w) => !ARTICLES.has(w));
    return (kept.length ? kept : words).map(strictKey);
  }

  const simplified = new Map();
  const pairs = [...first.hant];
  for (let i = 0; i < pairs.length; i += 2) simplified.set(pairs[i], pairs[i + 1]);
  const DROPPED = new Set("“”„〝〞「」『』\"'‘’《》〈〉");
  const BLANK = /[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/;
  function foldCharacter(character) {
    const code = character.charCodeAt(0);
    if (code >= 0xff01 && code < 0xff5f) character = String.fromCharCode(code - 0xfee0);
    else character = simplified.get(character) || character;
    if (DROPPED.has(character) || BLANK.test(character)) return "";
    if (character === "﹑") return "、";
    if (character === "․" || character === "•") return "·";
    return character.toLowerCase();
  }
  function foldZh(text) {
    let result = "";
    for (const character of text) result += foldCharacter(character);
    return result;
  }

  const readings = new Map(), polyphones = new Map(), begins = new Set();
  let longest = 0;
  function addReadings(table) {
    for (const line of table.split("\n")) {
      const [reading, characters] = line.split("\t");
      for (const character of characters || "") if (!readings.has(character)) readings.set(character, reading);
    }
  }
  addReadings(first.readings);
  if (extraReadings) addReadings(extraReadings);
  for (const line of first.polyphones.split("\n")) {
    const [word, reading] = line.split("\t");
    if (!reading) continue;
    polyphones.set(word, reading.split(" "));
    begins.add(word[0]);
    longest = Math.max(longest, word.length);
  }
  function syllables(term) {
    const text = [...term].map((c) => simplified.get(c) || c).join("");
    const result = [];
    let at = 0;
    outer: while (at < text.length) {
      for (let n = begins.has(text[at]) ? Math.min(longest, text.length - at) : 0; n > 0; n--) {
        const reading = polyphones.get(text.slice(at, at + n));
        if (reading) { result.push(...reading); at += n; continue outer; }
      }
      const syllable = readings.get(text[at]);
      if (syllable) result.push(syllable);
      at++;
    }
    return result;
  }

  const TONES = { "\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4" };
  const bare = new Map();
  function plain(syllable) {
    let result = bare.get(syllable);
    if (result === undefined) {
      result = syllable.toLowerCase().replace(/ü/g, "v").normalize("NFD")
        .replace(/u([\u0300-\u036f]*)\u0308/g, "v").replace(/[^\x00-\x7f]/g, "");
      bare.set(syllable, result);
    }
    return result;
  }
  function numbered(syllable) {
    return plain(syllable) + [...syllable.normalize("NFD")].map((c) => TONES[c] || "").join("");
  }
  // A typed pinyin query: [key, whether it carries tones].
  function pinyinQuery(query) {
    const text = query.toLowerCase().replace(/u:/g, "ü").normalize("NFC");
    const pieces = text.match(/[a-zü\u00c0-\u024f\u0300-\u036f]+[1-5]?/g) || [];
    const joined = pieces.join("");
    const tones = /[1-4]/.test(text) || plain(joined) !== joined.replace(/ü/g, "v");
    return [pieces.map(tones ? splitTones : plain).join(""), tones];
  }
  function splitTones(piece) {
    if (/\d$/.test(piece)) return plain(piece.slice(0, -1)) + piece.at(-1).replace("5", "");
    const letters = piece.replace(/ü/g, "v").normalize("NFD");
    let result = "", tone = "";
    for (let i = 0; i < letters.length; i++) {
      const c = letters[i];
      if (TONES[c]) { tone = TONES[c]; continue; }
      if (c === "\u0308") { result = result.slice(0, -1) + "v"; continue; }
      if (tone && (!"aeiouvngr".includes(c) || ("ngr".includes(c) && "aeiouv".includes(letters[i + 1] || "-")))) {
        result += tone; tone = "";
      }
      result += c;
    }
    return result + tone;
  }

  return { WORD, ARTICLES, FUNCTION, strictKey, looseKey, root, content, signature, normalise, keysOf, foldZh, foldCharacter, syllables, plain, numbered,
    pinyinQuery, hasHan: (text) => HAN.test(text) };
};
