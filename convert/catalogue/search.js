// Searches the catalogue without a server: the index comes in shards, each a script that calls backfile().
// Nothing from an issue becomes markup: all of it goes in as text.
(() => {
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
    let best = { paragraph: "", spans: [], kinds: 0 };
    for (const paragraph of paragraphs) {
      const spans = spansOf(paragraph, runs);
      const kinds = new Set(spans.map(([start, end]) => fold(paragraph.slice(start, end)))).size;
      if (kinds > best.kinds) best = { paragraph, spans, kinds };
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

  if (typeof document === "undefined") {  // no page: a test asks for what needs none
    module.exports = {
      learnCharacters, fold, runsOf, tokensOf, tokenHash, unpackNumbers, issuesInShard, isWithin, needsProof,
      isProved, spansOf, bestParagraph, excerptBounds,
    };
    return;
  }

  // ---- Files: a script element works from the disk too, where fetch() does not

  const { generation, shards } = document.currentScript.dataset;
  const arrived = new Map(), kept = new Map();
  window.backfile = (name, value) => arrived.set(name, value);

  function load(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.onload = script.onerror = () => {
        script.remove();
        if (!arrived.has(name)) return reject(new Error(name));
        resolve(arrived.get(name));
        arrived.delete(name);
      };
      script.src = name;
      document.head.append(script);
    });
  }

  function loadOnce(name) {
    if (!kept.has(name)) {
      const coming = load(name);
      coming.catch(() => kept.delete(name));
      kept.set(name, coming);
    }
    return kept.get(name);
  }

  const loadTable = () => loadOnce(`search/${generation}-issues.js`);
  const loadShard = (token) => loadOnce(`search/${generation}-${tokenHash(token) % Number(shards)}.js`);

  // ---- Answers: rows of the table, as build.py writes it

  async function candidates(question) {
    const [titles, rows] = await loadTable();
    const tokens = [...new Set(question.runs.flatMap(tokensOf))];
    const sets = await Promise.all(tokens.map(async (token) => issuesInShard(await loadShard(token), token)));
    const title = fold(question.title);
    const wanted = titles.map((each) => fold(each).includes(title));
    const numbers = rows.keys();
    const fitting = [...numbers].filter((n) => wanted[rows[n][0]] && sets.every((set) => set.has(n))
      && isWithin(rows[n][1], question));
    const newestFirst = (a, b) => (rows[b][1] > rows[a][1]) - (rows[b][1] < rows[a][1]) || a - b;
    return fitting.sort(newestFirst).map((n) => rows[n]);
  }

  // An issue's text, and whether it holds what is sought.
  async function readIssue(row, question) {
    const text = question.runs.length ? await load(`text/${row[6]}.js`) : [];
    return { row, text, holds: !needsProof(question) || isProved(question, [row[2], ...text]) };
  }

  // ---- The page

  const byId = (id) => document.getElementById(id);
  const form = byId("search"), status = byId("status"), list = byId("found"), more = byId("more");

  function add(parent, tag, text, attributes = {}) {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  }

  const inLanguage = (language) => (language ? { lang: language } : {});

  function showExcerpt(parent, text, question, language) {
    const { paragraph, spans } = bestParagraph(text, question.runs);
    if (!spans.length) return;
    const [start, end] = excerptBounds(paragraph, spans[0]);
    const line = add(parent, "p", start ? "…" : "", { class: "excerpt", dir: "auto", ...inLanguage(language) });
    let done = start;
    for (const [first, last] of spans) {
      if (first < done || last > end) continue;
      line.append(paragraph.slice(done, first));
      add(line, "mark", paragraph.slice(first, last));
      done = last;
    }
    line.append(paragraph.slice(done, end) + (end < paragraph.length ? "…" : ""));
  }

  function showIssue({ row, text }, question) {
    const [, , label, language, base, endings, , cover] = row;
    const item = add(list, "li", "");
    if (cover) add(item, "img", "", { src: `covers/${cover}-small.png`, alt: "", loading: "lazy", width: 56, height: 75 });
    const body = add(item, "div", "");
    add(body, "p", label, { class: "name", dir: "auto", ...inLanguage(language) });
    showExcerpt(body, text, question, language);
    const files = add(body, "p", "", { class: "files" });
    for (const ending of endings.split(" ")) {
      const kind = ending.toUpperCase();
      add(files, "a", kind, { href: `${base}.${ending}`, "aria-label": `${kind}: ${label}` });
    }
    return item;
  }

  const PAGE = 20, CHECKED = 60;
  let latest = 0;  // number of the question that was put last

  const countOf = (number) => (number === 1 ? "1 issue" : `${number.toLocaleString("en")} issues`);

  function showCount(total, shown, { complete, atMost }) {
    if (!total) status.textContent = "No issue found. Fewer or shorter words find more.";
    else if (complete) status.textContent = `${countOf(total)} found.`;
    else status.textContent = `${atMost ? "At most " : ""}${countOf(total)} found, ${shown} shown.`;
  }

  // Where few issues come into question they are all read first, so that their number is known.
  async function readCandidates(rows, question) {
    if (rows.length > CHECKED || !needsProof(question)) return { rows, ready: [] };
    const ready = (await Promise.all(rows.map((row) => readIssue(row, question)))).filter(({ holds }) => holds);
    return { rows: ready.map(({ row }) => row), ready };
  }

  async function answer(question) {
    const number = ++latest;
    const isStale = () => number !== latest;
    status.textContent = "Searching…";
    learnCharacters(await loadOnce("characters.js"));
    question.runs = runsOf(question.words);
    const { rows, ready } = await readCandidates(await candidates(question), question);
    if (isStale()) return;
    const atMost = !ready.length && needsProof(question);
    let next = 0;

    // Shows some more issues, and returns the first of them.
    async function showMore() {
      const shown = [];
      const missing = () => PAGE - shown.length;
      while (next < rows.length && missing()) {
        const part = rows.slice(next, next + missing());
        const issues = ready.length ? ready.slice(next, next + part.length)
          : await Promise.all(part.map((row) => readIssue(row, question)));
        if (isStale()) return null;
        next += part.length;
        for (const issue of issues) if (issue.holds) shown.push(showIssue(issue, question));
      }
      more.hidden = next >= rows.length;
      const onPage = list.children.length;
      showCount(more.hidden ? onPage : rows.length, onPage, { complete: more.hidden, atMost });
      return shown[0];
    }

    list.replaceChildren();
    byId("results").hidden = false;
    byId("all").hidden = true;
    more.onclick = () => showMore().then((first) => first?.querySelector("a")?.focus(), showBroken);
    await showMore();
  }

  function showBroken(error) {
    status.textContent = `A part of the index cannot be read (${error.message}). Load the page again, or make the catalogue anew.`;
  }

  function showList() {
    latest++;
    byId("results").hidden = true;
    byId("all").hidden = false;
    status.textContent = "";
    byId(location.hash.slice(1))?.scrollIntoView();
  }

  // ---- The form; the address holds the question, so that it can be kept and sent

  function readQuestion() {
    const given = new URLSearchParams(location.hash.slice(1));
    const [words, title, from, to] = ["words", "title", "from", "to"].map((name) => (given.get(name) ?? "").trim());
    for (const field of form.querySelectorAll("input")) {
      field.value = given.get(field.name) ?? "";
      field.removeAttribute("aria-invalid");
    }
    return { words, runs: runsOf(words), title, from, to };
  }

  function ask() {
    const question = readQuestion();
    const { words, runs, title, from, to } = question;
    const wrong = ["from", "to"].find((name) => question[name] && !DATE.test(question[name]));
    if (wrong) {
      byId(wrong).setAttribute("aria-invalid", "true");
      byId(wrong).focus();
      status.textContent = "A date is a year, a month or a day: 1951, 1951-03 or 1951-03-07.";
    } else if (runs.length || title || from || to) {
      answer(question).catch(showBroken);
    } else if (words) {
      status.textContent = "Only letters, digits and characters can be searched for.";
    } else {
      showList();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    if (location.hash.slice(1) === given.toString()) ask();
    else location.hash = given.toString();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    if (location.hash.length > 1) location.hash = "";
    else for (const field of form.querySelectorAll("input")) field.value = "";
    byId("words").focus();
  });
  addEventListener("hashchange", ask);
  form.hidden = false;
  if (location.hash.length > 1) ask();
})();
