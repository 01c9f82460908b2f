// What can be searched for, and where it stands in a text: for the catalogue's page and those on which issues are read.
const backfileWords = (() => {
  "use strict";

  // ---- Words, cut and folded as words.py cuts and folds the texts

  const WIDE = "\\u3005\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const RUN = new RegExp(`[${WIDE}]+|(?:(?![${WIDE}])[\\p{L}\\p{N}])+`, "gu");
  const STARTS_WIDE = new RegExp(`^[${WIDE}]`, "u");
  const LONGEST_WORD = 40;
  const simplified = new Map();

  const isWide = (text) => STARTS_WIDE.test(text);

  // "慶庆後后": each traditional character with the simplified one behind it.
  function learnCharacters(pairs) {
    const characters = [...pairs];
    for (let n = 0; n < characters.length; n += 2) simplified.set(characters[n], characters[n + 1]);
  }

  // "Ｃａｆé 重慶" -> "cafe 重庆"
  function fold(text) {
    const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().normalize("NFC");
    return plain.replace(/[\u3400-\u9fff]/g, (character) => simplified.get(character) ?? character);
  }

  // "Café 重庆" -> ["cafe", "重庆"]
  function runsOf(text) {
    return fold(text).match(RUN) ?? [];
  }

  // What the index has of a run: the word itself, one wide character, or each pair of wide characters.
  function tokensOf(run) {
    const characters = [...run];
    if (!isWide(run)) return [characters.slice(0, LONGEST_WORD).join("")];
    if (characters.length === 1) return characters;
    return characters.slice(1).map((character, n) => characters[n] + character);
  }

  // ---- The index: which shard has a token, and how it writes numbers

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n >>> 0;
  });

  // CRC-32 of a word's first two characters, or of a wide token.
  function tokenHash(token) {
    const key = isWide(token) ? token : [...token].slice(0, 2).join("");
    let crc = 0xffffffff;
    for (const byte of new TextEncoder().encode(key)) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  }

  // "BBoB" -> [0, 1, 41]: steps between rising numbers, five bits a letter, the lowest first.
  function unpackNumbers(text) {
    const numbers = [];
    let last = -1, step = 0, weight = 1;
    for (const letter of text) {
      const digit = DIGITS.indexOf(letter);
      if (digit >= 32) {
        step += (digit - 32) * weight;
        weight *= 32;
      } else {
        last += step + digit * weight;
        numbers.push(last);
        step = 0;
        weight = 1;
      }
    }
    return numbers;
  }

  // Whether a token of the index answers for one that is sought: of a Latin word its beginning is enough.
  function matchesToken(entry, token) {
    const whole = isWide(token) || [...token].length < 2;
    return whole ? entry === token : entry.startsWith(token);
  }

  // The numbers of the issues that have a token, of a shard: token, packed numbers, token, ...
  function issuesInShard(shard, token) {
    const issues = new Set();
    for (let n = 0; n < shard.length; n += 2) {
      if (matchesToken(shard[n], token)) unpackNumbers(shard[n + 1]).forEach((issue) => issues.add(issue));
    }
    return issues;
  }

  // ---- Questions: { words, runs, title, from, to }

  const DATE = /^\d{4}(-\d\d(-\d\d)?)?$/;
  const pad = (date, end) => (date + end.slice(date.length)).slice(0, 10);

  // An issue of which only the year is known may be of any day in it.
  function isWithin(date, { from, to }) {
    if (from && !(date && pad(date, "9999-99-99") >= pad(from, "0000-00-00"))) return false;
    return !to || Boolean(date && pad(date, "0000-00-00") <= pad(to, "9999-99-99"));
  }

  // Pairs of characters may stand apart in an issue; then its text says whether they stand together.
  function needsProof(question) {
    return question.runs.some((run) => isWide(run) && [...run].length > 2);
  }

  function isProved(question, texts) {
    const folded = texts.map(fold);
    return question.runs.every((run) => !isWide(run) || folded.some((text) => text.includes(run)));
  }

  // ---- Excerpts

  const BEFORE = 40, AFTER = 90, MOST_SPANS = 50;

  // Where the runs stand in a text: [start, end] each, in order. Folding alters lengths, so each folded
  // character remembers where it came from.
  function spansOf(text, runs) {
    const origins = [];
    let folded = "", length = 0;
    for (const character of text) {
      const part = fold(character);
      for (let n = 0; n < part.length; n++) origins.push(length);
      folded += part;
      length += character.length;
    }
    origins.push(length);
    const spans = [];
    for (const run of runs) {
      for (let n = folded.indexOf(run); n >= 0 && spans.length < MOST_SPANS; n = folded.indexOf(run, n + run.length)) {
        const beginsWord = n === 0 || !/[\p{L}\p{N}]/u.test(folded[n - 1]);
        if (isWide(run) || beginsWord) spans.push([origins[n], Math.max(origins[n + run.length], origins[n] + 1)]);
      }
    }
    return spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  }

  // The paragraph that has the most of what is sought, and where.
  function bestParagraph(paragraphs, runs) {
    let best = { paragraph: "", number: -1, spans: [], kinds: 0 };
    for (const [number, paragraph] of paragraphs.entries()) {
      const spans = spansOf(paragraph, runs);
      const kinds = new Set(spans.map(([start, end]) => fold(paragraph.slice(start, end)))).size;
      if (kinds > best.kinds) best = { paragraph, number, spans, kinds };
    }
    return best;
  }

  // Where an excerpt begins and ends: no character of two units is cut, and no Latin word at its end.
  function excerptBounds(paragraph, [first, last]) {
    const isLowSurrogate = (n) => paragraph.charCodeAt(n) >= 0xdc00 && paragraph.charCodeAt(n) < 0xe000;
    let start = Math.max(0, first - BEFORE), end = Math.min(paragraph.length, last + AFTER);
    if (isLowSurrogate(start)) start--;
    if (isLowSurrogate(end)) end++;
    const rest = /^[\p{L}\p{N}]{0,20}/u.exec(paragraph.slice(end))[0];
    return [start, isWide(rest) ? end : end + rest.length];
  }

  return {
    learnCharacters, fold, runsOf, tokensOf, tokenHash, isWide, unpackNumbers, issuesInShard, isWithin,
    needsProof, isProved, spansOf, bestParagraph, excerptBounds, DATE,
  };
})();
if (typeof module !== "undefined") module.exports = backfileWords;  // a test asks without a page
