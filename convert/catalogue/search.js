// Searches the catalogue without a server: the index comes in shards, each a script that calls backfile().
// Nothing from an issue becomes markup: all of it goes in as text.
(() => {
  "use strict";

  const {
    learnCharacters, fold, runsOf, tokensOf, tokenHash, issuesInShard, isWithin, needsProof, isProved,
    bestParagraph, excerptBounds, DATE,
  } = backfileWords;
  const { byId, load, loadOnce, add, inLanguage, fill, readMessages } = backfilePage;
  const { generation, shards } = document.currentScript.dataset;
  const messages = readMessages(document.currentScript);

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
    const [summary, ...text] = await load(`text/${row[6]}.js`);
    return { row, summary, text, holds: !needsProof(question) || isProved(question, text) };
  }

  // ---- The page

  const form = byId("search"), status = byId("status"), list = byId("found"), more = byId("more");

  // The page on which an issue is read, at a paragraph, with what was sought marked there.
  function placeOf(row, question, paragraph) {
    const place = new URLSearchParams({ words: question.words, at: paragraph });
    return `read/${row[6]}.html#${place}`;
  }

  function showExcerpt(parent, { row, text }, question) {
    const { paragraph, number, spans } = bestParagraph(text, question.runs);
    if (!spans.length) return;
    const [start, end] = excerptBounds(paragraph, spans[0]);
    const block = add(parent, "p", "", { class: "excerpt", dir: "auto", ...inLanguage(row[3]) });
    const line = row[8] ? add(block, "a", "", { href: placeOf(row, question, number) }) : block;
    line.append(start ? "…" : "");
    let done = start;
    for (const [first, last] of spans) {
      if (first < done || last > end) continue;
      line.append(paragraph.slice(done, first));
      add(line, "mark", paragraph.slice(first, last));
      done = last;
    }
    line.append(paragraph.slice(done, end) + (end < paragraph.length ? "…" : ""));
  }

  function addFile(parent, name, href, label, isFirst) {
    const link = add(parent, "a", name, { href, "aria-label": `${name}: ${label}` });
    if (isFirst) link.className = "first";
    parent.append(" ");
  }

  function showIssue(issue, question) {
    const { row, summary } = issue;
    const [, , label, language, base, endings, text, cover, isReadHere] = row;
    const item = add(list, "li", "");
    if (cover) add(item, "img", "", { src: `covers/${cover}-small.png`, alt: "", loading: "lazy", width: 56, height: 75 });
    const body = add(item, "div", "");
    const name = add(body, "p", "", { class: "name", dir: "auto", ...inLanguage(language) });
    const page = question.runs.length ? placeOf(row, question, "") : `read/${text}.html`;
    if (isReadHere) add(name, "a", label, { href: page, tabindex: -1 });
    else name.append(label);
    if (summary && summary !== label) add(body, "p", summary, { class: "headlines", dir: "auto", ...inLanguage(language) });
    showExcerpt(body, issue, question);
    const files = add(body, "p", "", { class: "files" });
    if (isReadHere) addFile(files, messages.read, page, label, true);
    for (const ending of endings.split(" ")) {
      addFile(files, ending.toUpperCase(), `${base}.${ending}`, label, ending === "epub");
    }
    return item;
  }

  const PAGE = 20, CHECKED = 60;
  let latest = 0;  // number of the question that was put last

  const inDigits = (number) => number.toLocaleString(document.documentElement.lang);
  const countOf = (number) => (number === 1 ? messages.one : fill(messages.many, inDigits(number)));

  function showCount(total, shown, { complete, atMost }) {
    if (!total) status.textContent = messages.none;
    else if (complete) status.textContent = fill(messages.found, countOf(total));
    else status.textContent = fill(atMost ? messages.atMost : messages.some, countOf(total), inDigits(shown));
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
    status.textContent = messages.searching;
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
    showLists(false);
    more.onclick = () => showMore().then((first) => first?.querySelector("a")?.focus(), showBroken);
    await showMore();
  }

  function showLists(shown) {
    for (const whole of document.querySelectorAll(".whole")) whole.hidden = !shown;
  }

  function showBroken(error) {
    status.textContent = fill(messages.broken, error.message);
  }

  function showList() {
    latest++;
    byId("results").hidden = true;
    showLists(true);
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
      status.textContent = messages.date;
    } else if (runs.length || title || from || to) {
      answer(question).catch(showBroken);
    } else if (words) {
      status.textContent = messages.letters;
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

  // ---- The feeds: their whole addresses, to be copied; from the disk no app can take them

  for (const line of document.querySelectorAll(".feed")) {
    const link = line.querySelector("a"), button = line.querySelector("button");
    if (location.protocol === "file:") {
      byId("feeds-help").textContent = messages.file;
      continue;
    }
    link.textContent = link.href;
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link.href);
      button.textContent = messages.copied;
    });
  }
})();
