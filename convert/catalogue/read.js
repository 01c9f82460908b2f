// The page on which an issue is read: its views, its changes, and what was searched for.
// Nothing from an issue becomes markup: all of it goes in as text.
(() => {
  "use strict";

  const { learnCharacters, runsOf, spansOf } = backfileWords;
  const { byId, load, fill, readMessages } = backfilePage;
  const messages = readMessages(document.currentScript);
  const main = document.querySelector("main"), tip = byId("change");
  const rules = [...document.querySelectorAll("#rules li")].map((row) => ({
    kind: row.dataset.kind, isHouse: row.dataset.house === "yes", says: row.firstChild.textContent,
  }));
  const changes = [...main.querySelectorAll("[data-s]")].map((element) => {
    const rule = rules[element.dataset.r];
    const source = element.dataset.s, reading = element.textContent;
    element.classList.add(rule.kind);
    element.tabIndex = -1;
    return { element, rule, source, reading };
  });
  const byElement = new Map(changes.map((change) => [change.element, change]));

  // ---- Views: a change shows its reading, or its source

  function showView(view) {
    document.body.dataset.view = view;
    unmark();
    for (const { element, rule, source, reading } of changes) {
      element.textContent = view === "source" || (view === "corrected" && rule.isHouse) ? source : reading;
    }
    markMatches();
  }

  // ---- What was searched for

  const asked = new URLSearchParams(location.hash.slice(1));
  let runs = [], matches = [];

  function unmark() {
    for (const mark of main.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
    main.normalize();
  }

  // Marks a stretch of a block's text, in each of the text nodes that it runs through.
  function markSpan(block, start, end) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    for (let place = 0; walker.nextNode(); place += walker.currentNode.length) nodes.push([walker.currentNode, place]);
    const marks = [];
    for (const [node, place] of nodes) {
      const from = Math.max(0, start - place), to = Math.min(node.length, end - place);
      if (from >= to) continue;
      const range = new Range();
      range.setStart(node, from);
      range.setEnd(node, to);
      const mark = document.createElement("mark");
      range.surroundContents(mark);
      marks.push(mark);
    }
    return marks;
  }

  function markMatches() {
    matches = [];
    if (!runs.length) return;
    for (const block of main.querySelectorAll("[id]")) {
      if (!/^p\d+$/.test(block.id)) continue;
      const apart = [];
      for (const [start, end] of spansOf(block.textContent, runs)) {
        if (!apart.length || start >= apart.at(-1)[1]) apart.push([start, end]);
      }
      // from the end on: marks alter the text nodes behind them
      const here = apart.reverse().map(([start, end]) => ({ block, marks: markSpan(block, start, end) }));
      matches.push(...here.reverse());
    }
    byId("match-place").textContent = matches.length ? "" : messages.noMatch;
  }

  async function readQuestion() {
    const words = asked.get("words") ?? "";
    byId("match-steps").hidden = true;
    if (!words) return;
    learnCharacters(await load("characters.js", "../"));
    runs = runsOf(words);
    markMatches();
    byId("match-steps").hidden = !runs.length;
    byId("back").href += `#${new URLSearchParams({ words })}`;
    const place = asked.get("at") ?? "";
    const first = matches.findIndex(({ block }) => place === "" || block.id === `p${place}`);
    if (first >= 0) matchSteps.go(first);
  }

  // ---- Steps from one change, or match, to the next

  function steps(name, listed, show) {
    let current = -1;
    const go = (number) => {
      const all = listed();
      if (!all.length) return;
      current = (number + all.length) % all.length;
      byId(`${name}-place`).textContent = fill(messages[name], current + 1, all.length);
      show(all[current]);
    };
    byId(`${name}-back`).addEventListener("click", () => go(current < 0 ? -1 : current - 1));
    byId(`${name}-on`).addEventListener("click", () => go(current + 1));
    return { go, reset: () => { current = -1; byId(`${name}-place`).textContent = ""; } };
  }

  function lookAt(element) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    for (const former of main.querySelectorAll(".current")) former.classList.remove("current");
    element.classList.add("current");
  }

  const marked = () => {
    const which = byId("mark").value;
    return changes.filter(({ rule }) => which === "all" || rule.kind === "correction" || rule.kind === "surplus");
  };
  const changeSteps = steps("change", marked, (change) => {
    lookAt(change.element);
    explain(change);
  });
  const matchSteps = steps("match", () => matches, ({ marks }) => {
    lookAt(marks[0]);
  });

  // ---- What a change is, at the foot of the window

  const shown = (text) => text.replace(/\s*\n\s*/g, ` [${messages.lineEnd}] `);

  function explain({ rule, source, reading }) {
    const pattern = source ? (reading ? messages.source : messages.removed) : messages.added;
    tip.textContent = `${fill(pattern, shown(source))} · ${rule.says}`;
    tip.hidden = false;
  }

  const changeAt = (event) => byElement.get(event.target.closest("[data-s]"));
  const hide = () => { tip.hidden = true; };
  for (const kind of ["mouseover", "click"]) {
    main.addEventListener(kind, (event) => {
      const change = changeAt(event);
      if (change) explain(change);
      else hide();
    });
  }
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // ---- The tools

  function showMarks() {
    document.body.dataset.mark = byId("mark").value;
    changeSteps.reset();
    byId("change-steps").hidden = !marked().length;
  }

  byId("view").addEventListener("change", (event) => showView(event.target.value));
  byId("mark").addEventListener("change", showMarks);
  addEventListener("hashchange", () => { if (location.hash.includes("words=")) location.reload(); });
  byId("tools").hidden = false;
  byId("mark").value = "words";
  showMarks();
  readQuestion();
})();
