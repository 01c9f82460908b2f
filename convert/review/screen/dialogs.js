// What opens over the page: kinds, summary, keys, texts, conflicts.

import { get } from "./api.js";
import { ruleTitle, verdictInWords } from "./sentence.js";
import { apart, cut, make, shown } from "./text.js";
import { roleName, say } from "./words.js";

const SAMPLES = [10, 60, 300];

/** Open a dialog; the promise ends when it is closed. */
export function open(title, ...children) {
  const dialog = make("dialog", { "aria-labelledby": "dialog-title" });
  const close = make("button", { type: "button", click: () => dialog.close() }, say("close"));
  dialog.append(make("h2", { id: "dialog-title" }, title), ...children, make("div", { class: "buttons" }, close));
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}

function kindName(kind) {
  const name = make("span", {}, `${ruleTitle(kind)} `);
  if (kind.action === "label") {
    name.append(make("del", {}, roleName(kind.before)), " → ", make("ins", {}, roleName(kind.after)));
  } else if (kind.before || kind.after) {
    if (kind.before) name.append(make("del", {}, ...shown(cut(kind.before, 20), { spaces: true })));
    name.append(" → ");
    if (kind.after) name.append(make("ins", {}, ...shown(cut(kind.after, 20), { spaces: true })));
  }
  if (kind.why) name.append(make("span", { class: "dim" }, " ", apart(kind.why)));
  return name;
}

/** Show the kinds, each to be decided on as a whole, looked at, or sampled. */
export function showKinds(kinds, { only, decide, sample }) {
  const rows = kinds.slice(0, 300).map((kind) => {
    const closing = (act) => () => {
      dialog.close();
      act();
    };
    const button = (words, act) => make("button", { type: "button", click: closing(act) }, words);
    const buttons = make("div", { class: "buttons" });
    if (kind.waiting) {
      if (kind.action !== "word") {
        buttons.append(button(say("all"), () => decide(kind, "accept")), button(say("none"), () => decide(kind, "reject")));
      }
      const size = SAMPLES.filter((each) => each < kind.waiting);
      for (const each of size.slice(0, 2)) buttons.append(button(say("lookAt", each), () => sample(kind, each)));
    }
    buttons.append(button(say("oneByOne"), () => only(kind)));
    return make(
      "tr", {},
      make("td", { class: "number-cell" }, String(kind.waiting)),
      make("td", { class: "number-cell" }, String(kind.decided)),
      make("td", {}, kindName(kind)),
      make("td", {}, buttons),
    );
  });
  const head = make(
    "tr", {},
    make("th", { class: "number-cell", scope: "col" }, say("waiting")),
    make("th", { class: "number-cell", scope: "col" }, say("decided")),
    make("th", { scope: "col" }, say("rule")), make("th", { scope: "col" }, make("span", { class: "unseen" }, say("decided"))),
  );
  const dialog = open(say("kinds"), make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
}

/** Show what was decided, in numbers, and what samples prove. */
export async function showSummary() {
  const [summary, { pages }] = await Promise.all([get("summary"), get("pages")]);
  const row = (name, value) => make("tr", {}, make("th", { scope: "row" }, name), make("td", { class: "number-cell" }, String(value)));
  const counts = make("table", {}, make("tbody", {},
    row(say("accepted"), summary.accepted), row(say("rejected"), summary.rejected),
    row(say("replaced"), summary.replaced), row(say("looked"), summary.looked_at),
    row(say("pagesSeen"), pages.length), row(say("pagesValid"), pages.filter((page) => page.state === "validated").length),
    ...summary.reviewers.map(([name, count]) => row(name, count)),
  ));
  const samples = summary.samples.map((each) => make("li", {},
    apart(each.title || each.reviewers.join(", ")), ": ", each.words || say("notWhole", each.looked_at, each.size)));
  open(say("summary"), counts,
    ...(samples.length ? [make("h2", {}, say("samples")), make("ul", {}, ...samples)] : []),
    make("p", { class: "dim" }, say("applyHint")));
}

/** Show the keys. */
export function showKeys() {
  const keys = [
    ["j k", "k_next"], ["a", "k_accept"], ["r", "k_reject"], ["e", "k_edit"], ["1–9", "k_digits"], ["m M", "k_alike"],
    ["u", "k_undo"], ["i", "k_page"], ["+ −", "k_zoom"], ["g", "k_kinds"], ["q", "k_back"], ["v", "k_summary"], ["l", "k_layout"], ["t T", "k_texts"],
    ["p P", "k_seen"], ["?", "k_help"], ["j k", "k_blocks"], ["] [", "k_articles"], ["1–9 e", "k_roles"], ["o n x s d", "k_openings"],
  ];
  const list = make("dl", { class: "keys" });
  for (const [names, words] of keys) {
    const key = make("dt");
    for (const name of names.split(" ")) key.append(make("kbd", {}, name));
    list.append(key, make("dd", {}, say(words)));
  }
  open(say("keysTitle"), list);
}

/** Show the source, the corrected text and the reading of an issue side by side. */
export async function showTexts(issue) {
  const columns = make("div", { class: "columns" });
  open(issue.name, columns);
  for (const view of ["source", "corrected", "reading"]) {
    const text = make("pre", { tabindex: 0, "aria-label": say(view) }, say("loading"));
    columns.append(make("section", {}, make("h2", {}, say(view)), text));
    get(`text/${issue.id}/${view}`).then(
      (answer) => text.replaceChildren(...shown(answer.text)),
      (error) => text.replaceChildren(error.message),
    );
  }
}

/** Show what stands there and what was to be written; return whether to write it all the same. */
export function askConflict(theirs, mine) {
  return new Promise((done) => {
    let result = false;
    const button = (words, value, style) => make("button", { type: "button", class: style, click: () => {
      result = value;
      dialog.close();
    } }, words);
    const line = (name, state) => make("tr", {}, make("th", { scope: "row" }, name),
      make("td", {}, apart(verdictInWords(state))), make("td", {}, apart(state.reviewer ?? ""), ` ${state.time ?? ""}`));
    const dialog = open(
      say("conflict"), make("p", {}, say("conflictText")),
      make("table", {}, make("tbody", {}, line(say("them"), theirs), line(say("mine"), mine))),
      make("div", { class: "buttons" }, button(say("keepTheirs"), false, "main"), button(say("takeOver"), true, "")),
    );
    dialog.addEventListener("close", () => done(result));
  });
}
