// Searches the catalogue without a server: the index comes in shards, each a script that calls backfile().
// Nothing from an issue becomes markup: all of it goes in as text.
(() => {
  "use strict";
  const { generation, shards } = document.currentScript.dataset;
  const WIDE = "\\u3005\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const RUN = new RegExp(`[${WIDE}]+|(?:(?![${WIDE}])[\\p{L}\\p{N}])+`, "gu");
  const IS_WIDE = new RegExp(`^[${WIDE}]`, "u");
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const LONGEST = 40, SHOWN = 20, CHECKED = 60, BEFORE = 40, AFTER = 90;
  const byId = (id) => document.getElementById(id);
  const form = byId("search"), status = byId("status"), list = byId("found"), more = byId("more");

  // Files: a script element works from the disk too, where fetch() does not.
  const arrived = new Map(), kept = new Map();
  window.backfile = (name, value) => arrived.set(name, value);
  const load = (name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const done = () => {
      script.remove();
      if (!arrived.has(name)) return reject(new Error(name));
      resolve(arrived.get(name));
      arrived.delete(name);
    };
    script.onload = script.onerror = done;
    script.src = name;
    document.head.append(script);
  });
  const loadOnce = (name) => {
    if (!kept.has(name)) {
      const coming = load(name);
      coming.catch(() => kept.delete(name));
      kept.set(name, coming);
    }
    return kept.get(name);
  };
  const tableOf = () => loadOnce(`search/${generation}-issues.js`);

  // Words: as words.py cuts the texts.
  const simple = new Map();
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().normalize("NFC")
    .replace(/[\u3400-\u9fff]/g, (character) => simple.get(character) ?? character);
  const runs = (text) => fold(text).match(RUN) ?? [];
  const tokensOf = (run) => {
    if (!IS_WIDE.test(run)) return [[...run].slice(0, LONGEST).join("")];
    const parts = [...run];
    return parts.length === 1 ? parts : parts.slice(1).map((part, n) => parts[n] + part);
  };
  const CRC = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n >>> 0;
  });
  const shardOf = (token) => {
    const key = IS_WIDE.test(token) ? token : [...token].slice(0, 2).join("");
    let crc = 0xffffffff;
    for (const byte of new TextEncoder().encode(key)) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
    return ((crc ^ 0xffffffff) >>> 0) % Number(shards);
  };
  const unpacked = (text) => {
    const numbers = [];
    for (let at = 0, last = -1; at < text.length; at++) {
      let step = 0, weight = 1, digit = DIGITS.indexOf(text[at]);
      for (; digit >= 32; digit = DIGITS.indexOf(text[++at]), weight *= 32) step += (digit - 32) * weight;
      numbers.push((last += step + digit * weight));
    }
    return numbers;
  };
  const issuesWith = async (token) => {
    const entries = await loadOnce(`search/${generation}-${shardOf(token)}.js`);
    const fits = IS_WIDE.test(token) || [...token].length < 2 ? (t) => t === token : (t) => t.startsWith(token);
    const issues = new Set();
    for (let n = 0; n < entries.length; n += 2) {
      if (fits(entries[n])) for (const issue of unpacked(entries[n + 1])) issues.add(issue);
    }
    return issues;
  };

  // A question and its answer.
  const pad = (date, end) => (date + end.slice(date.length)).slice(0, 10);
  const candidates = async (question) => {
    const [titles, rows] = await tableOf();
    const sets = await Promise.all([...new Set(question.runs.flatMap(tokensOf))].map(issuesWith));
    const wanted = titles.map((title) => fold(title).includes(fold(question.title)));
    const from = question.from && pad(question.from, "0000-00-00"), to = question.to && pad(question.to, "9999-99-99");
    const fits = ([title, date], n) => wanted[title] && sets.every((set) => set.has(n))
      && (!from || (date && pad(date, "9999-99-99") >= from)) && (!to || (date && pad(date, "0000-00-00") <= to));
    const numbers = rows.map((row, n) => n).filter((n) => fits(rows[n], n));
    return numbers.sort((a, b) => (rows[b][1] > rows[a][1]) - (rows[b][1] < rows[a][1]) || a - b).map((n) => rows[n]);
  };
  // Pairs of characters may stand apart in an issue; the text says whether they stand together.
  const needsProof = (question) => question.runs.some((run) => IS_WIDE.test(run) && [...run].length > 2);
  const proved = (row, text, question) => question.runs.every((run) => !IS_WIDE.test(run)
    || [row[2], ...text].some((part) => fold(part).includes(run)));
  const opened = async (row, question) => {
    const text = question.runs.length ? await load(`text/${row[6]}.js`) : [];
    return { row, text, holds: !needsProof(question) || proved(row, text, question) };
  };

  const add = (parent, tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  };
  // Folding alters lengths, so each folded character remembers where it came from.
  const places = (text, found) => {
    let folded = "", length = 0;
    const at = [];
    for (const character of text) {
      const part = fold(character);
      for (let n = 0; n < part.length; n++) at.push(length);
      folded += part;
      length += character.length;
    }
    at.push(length);
    const spans = [];
    for (const run of found) {
      for (let n = folded.indexOf(run); n >= 0 && spans.length < 50; n = folded.indexOf(run, n + run.length)) {
        const starts = IS_WIDE.test(run) || n === 0 || !/[\p{L}\p{N}]/u.test(folded[n - 1]);
        if (starts) spans.push([at[n], Math.max(at[n + run.length], at[n] + 1)]);
      }
    }
    return spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  };
  const excerpt = (parent, text, question, language) => {
    let best = [], words = "";
    for (const part of text) {
      const spans = places(part, question.runs);
      const kinds = new Set(spans.map(([a, b]) => fold(part.slice(a, b)))).size;
      if (spans.length && kinds > new Set(best.map(([a, b]) => fold(words.slice(a, b)))).size) [best, words] = [spans, part];
    }
    if (!best.length) return;
    const isLow = (n) => { const unit = words.charCodeAt(n); return unit >= 0xdc00 && unit < 0xe000; };
    let start = Math.max(0, best[0][0] - BEFORE), end = Math.min(words.length, best[0][1] + AFTER);
    if (isLow(start)) start--;
    if (isLow(end)) end++;
    const cut = /^[\p{L}\p{N}]{0,20}/u.exec(words.slice(end))[0];  // no Latin word is cut
    if (!IS_WIDE.test(cut)) end += cut.length;
    const line = add(parent, "p", start ? "…" : "", { class: "excerpt", dir: "auto", ...(language && { lang: language }) });
    let done = start;
    for (const [a, b] of best) {
      if (a < done || b > end) continue;
      line.append(words.slice(done, a));
      add(line, "mark", words.slice(a, b));
      done = b;
    }
    line.append(words.slice(done, end) + (end < words.length ? "…" : ""));
  };
  const show = ({ row, text }, question) => {
    const [, , label, language, base, endings, , cover] = row;
    const item = add(list, "li", "");
    if (cover) add(item, "img", "", { src: `covers/${cover}-small.png`, alt: "", loading: "lazy", width: 56, height: 75 });
    const body = add(item, "div", "");
    add(body, "p", label, { class: "name", dir: "auto", ...(language && { lang: language }) });
    excerpt(body, text, question, language);
    const files = add(body, "p", "", { class: "files" });
    for (const ending of endings.split(" ")) {
      const kind = ending.toUpperCase();
      add(files, "a", kind, { href: `${base}.${ending}`, "aria-label": `${kind}: ${label}` });
    }
    return item;
  };

  let asked = 0;
  const counted = (number) => (number === 1 ? "1 issue" : `${number.toLocaleString("en")} issues`);
  const answer = async (question) => {
    const mine = ++asked;
    const stale = () => mine !== asked;
    status.textContent = "Searching…";
    const [...pairs] = await loadOnce("characters.js");
    for (let n = 0; n < pairs.length; n += 2) simple.set(pairs[n], pairs[n + 1]);
    question.runs = runs(question.words);
    let rows = await candidates(question);
    let ready = [];
    if (rows.length <= CHECKED && needsProof(question)) {
      ready = (await Promise.all(rows.map((row) => opened(row, question)))).filter((found) => found.holds);
      rows = ready.map((found) => found.row);
    }
    if (stale()) return;
    const about = rows.length > CHECKED && needsProof(question) ? "At most " : "";
    list.replaceChildren();
    byId("results").hidden = false;
    byId("all").hidden = true;
    let next = 0;
    const step = async () => {
      let first = null;
      const goal = list.children.length + SHOWN;
      while (next < rows.length && list.children.length < goal) {
        const part = rows.slice(next, next + goal - list.children.length);
        const found = ready.length ? ready.slice(next, next + part.length)
          : await Promise.all(part.map((row) => opened(row, question)));
        if (stale()) return null;
        next += part.length;
        for (const one of found) if (one.holds) first = [show(one, question), first][first ? 1 : 0];
      }
      more.hidden = next >= rows.length;
      const shown = list.children.length;
      const total = more.hidden ? shown : rows.length;
      status.textContent = total ? `${more.hidden ? "" : about}${counted(total)} found${more.hidden ? "" : `, ${shown} shown`}.`
        : "No issue found. Fewer or shorter words find more.";
      return first;
    };
    more.onclick = () => step().then((first) => first?.querySelector("a")?.focus(), broken);
    await step();
  };
  const broken = (error) => {
    status.textContent = `A part of the index cannot be read (${error.message}). Load the page again, or make the catalogue anew.`;
  };

  const DATE = /^\d{4}(-\d\d(-\d\d)?)?$/;
  const wrongDate = ["from", "to"];
  const ask = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const field of form.querySelectorAll("input")) {
      field.value = said.get(field.name) ?? "";
      field.removeAttribute("aria-invalid");
    }
    const [words, title, from, to] = ["words", "title", "from", "to"].map((name) => (said.get(name) ?? "").trim());
    const question = { words, runs: runs(words), title, from, to };
    const wrong = wrongDate.find((name) => question[name] && !DATE.test(question[name]));
    if (wrong) {
      byId(wrong).setAttribute("aria-invalid", "true");
      byId(wrong).focus();
      status.textContent = "A date is a year, a month or a day: 1951, 1951-03 or 1951-03-07.";
      return;
    }
    if (words && !question.runs.length && !title && !from && !to) {
      status.textContent = "Only letters, digits and characters can be searched for.";
      return;
    }
    if (question.runs.length || title || from || to) answer(question).catch(broken);
    else {
      asked++;
      byId("results").hidden = true;
      byId("all").hidden = false;
      status.textContent = "";
      byId(location.hash.slice(1))?.scrollIntoView();
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    if (location.hash.slice(1) === said.toString()) ask();
    else location.hash = said.toString();
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
