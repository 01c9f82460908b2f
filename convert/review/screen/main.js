// The review page: one doubt after the other, by keyboard.

import { download, get, Refused, Saver } from "./api.js";
import { askConflict, showKeys, showKinds, showSummary, showTexts } from "./dialogs.js";
import { showLayout } from "./layout.js";
import { editForm } from "./edit.js";
import { choosers } from "./filters.js";
import { besideView, VIEWS } from "./beside.js";
import { fetchAhead, linesView, pageView } from "./place.js";
import { canReplace, isWord, kindTitle, ruleTitle, sentence, stateView } from "./sentence.js";
import { apart, make, remembered, shown } from "./text.js";
import { certaintyInWords, languageCode, otherLanguage, roleName, say } from "./words.js";

const AHEAD = 40;
const UNDECIDED = { decide: "", replacement: "", reviewer: "", time: "", manner: "" };

const state = {
  start: null, filter: { rule: "", title: "", year: "", issue: 0, page: 0, kind: 0, decided: "" }, order: [], kinds: [], decidedBefore: 0,
  at: 0, doubts: new Map(), asked: new Set(), zoom: 1, whole: false, beside: "", editing: false, sample: null, pages: [],
};
const saver = new Saver(tellSaving);
const saving = make("span", { class: "dim", role: "status" });
const message = make("span");
const spoken = make("p", { class: "unseen", "aria-live": "polite" });
const header = make("header");
const main = make("main");
document.body.append(header, main, make("div", { class: "message", role: "status" }, message), spoken);

const current = () => state.doubts.get(state.order[state.at]);
const issueOf = (doubt) => state.issues.get(doubt.issue);
const decidedHere = () => state.order.filter((id) => state.doubts.get(id)?.state.decide).length;

function tellSaving(waiting, online) {
  saving.className = online ? "dim" : "warn";
  saving.textContent = waiting === 0 ? say("saved") : say(online ? "saving" : "offline", waiting);
}

let fading = 0;
function tell(text) {
  message.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => { message.textContent = ""; }, 6000);
}

function tellError(error) {
  tell(error instanceof Error ? error.message : String(error));
}

// ---- what is loaded

async function loadQueue() {
  const queue = await get("queue", state.filter);
  Object.assign(state, { order: queue.order, kinds: queue.kinds, decidedBefore: queue.decided, at: 0, sample: null });
  await showFirst();
}

async function showFirst() {
  state.doubts.clear();
  state.asked.clear();
  await load(0);
  render();
}

/** Load the doubts around a place in the queue, those that are not there yet. */
async function load(at) {
  const around = state.order.slice(Math.max(0, at - 5), at + AHEAD);
  const ids = around.filter((id) => !state.doubts.has(id) && !state.asked.has(id));
  if (ids.length === 0 || (state.doubts.has(state.order[at]) && ids.length < AHEAD / 2)) return;
  for (const id of ids) state.asked.add(id);
  try {
    const answer = await get("doubts", { ids: ids.join(",") });
    for (const doubt of answer.doubts) state.doubts.set(doubt.id, doubt);
  } finally {
    for (const id of ids) state.asked.delete(id);
  }
}

// ---- what is done

async function goTo(at) {
  state.at = Math.min(Math.max(at, 0), Math.max(state.order.length - 1, 0));
  Object.assign(state, { editing: false, zoom: 1, whole: false });
  if (current()) {
    render();
    load(state.at).catch(tellError);
  } else {
    await load(state.at);
    render();
  }
}

function nextOpen() {
  for (let at = state.at + 1; at < state.order.length; at += 1) {
    if (!state.doubts.get(state.order[at])?.state.decide) return goTo(at);
  }
  if (state.sample) {
    tell(say("sampleDone"));
    state.sample = null;
    saver.last.then(loadQueue).then(showSummary).catch(tellError);
    return undefined;
  }
  if (state.filter.kind && decidedHere() === state.order.length) saver.last.then(showSummary).catch(tellError);
  return state.at + 1 < state.order.length ? goTo(state.at + 1) : render();
}

/** From one kind, or a sample, back to all. */
function backToQueue() {
  state.filter.kind = 0;
  loadQueue().catch(tellError);
}

function decide(verdict, replacement = "", takeOver = false) {
  const doubt = current();
  if (!doubt) return;
  const seen = doubt.state;
  const manner = state.sample ? "sample" : "alone";
  const mine = { ...UNDECIDED, decide: verdict, replacement, reviewer: state.start.reviewer, manner };
  doubt.state = mine;
  saver.send("decide", () => ({
    changes: [{ id: doubt.id, decide: verdict, replacement, seen: takeOver || seen }], manner, take_over: Boolean(takeOver),
  })).then(
    (answer) => keep(answer.states),
    (error) => refused(error, doubt, seen, mine),
  );
  nextOpen();
}

function keep(states) {
  for (const [id, verdict] of Object.entries(states)) {
    const doubt = state.doubts.get(Number(id));
    if (doubt) doubt.state = verdict;
  }
}

async function refused(error, doubt, seen, mine) {
  const theirs = error instanceof Refused ? error.states[doubt.id] : undefined;
  doubt.state = theirs ?? seen;
  goTo(state.order.indexOf(doubt.id));
  if (!theirs) return tellError(error);
  if (await askConflict(theirs, mine)) {
    goTo(state.order.indexOf(doubt.id));
    decide(mine.decide, mine.replacement, theirs);
  }
  return undefined;
}

function decideAlike(kind, verdict) {
  const filter = { ...state.filter, kind: 0 };
  saver.send("alike", () => ({ kind: kind.kind, decide: verdict, filter })).then(async (answer) => {
    tell(say("manyDone", answer.count));
    await loadQueue();
  }).catch(tellError);
}

function alikeNow(verdict) {
  for (const kind of state.kinds.filter((each) => each.kind === current()?.kind)) decideAlike(kind, verdict);
}

function openLayout() {
  const doubt = current();
  if (!doubt) return;
  showLayout(issueOf(doubt), [doubt.part, doubt.at], { saver, undo, tell, pageState, mark: markPageOf }).catch(tellError);
}

function undo() {
  return saver.send("undo", () => ({})).then(async (answer) => {
    if (!answer.undone) return tell(say("nothingToUndo"));
    tell(say("undone"));
    if (Object.keys(answer.states).length === 0) return render();
    const first = Number(Object.keys(answer.states)[0]);
    keep(answer.states);
    const at = state.order.indexOf(first);
    if (Object.keys(answer.states).length > 1 || at < 0) {
      await loadQueue();
      return state.order.includes(first) ? goTo(state.order.indexOf(first)) : undefined;
    }
    return goTo(at);
  }).catch(tellError);
}

function drawSample(kind, size) {
  const title = kindTitle(kind);
  const filter = { ...state.filter, kind: kind.kind };
  saver.send("sample", () => ({ filter, size, title })).then(async (answer) => {
    Object.assign(state, { order: answer.order, at: 0, sample: answer, decidedBefore: 0 });
    await showFirst();
  }).catch(tellError);
}

function markPage(verdict) {
  if (current()) markPageOf(current(), verdict);
}

function markPageOf({ issue, page }, verdict) {
  return saver.send("mark", () => ({ issue, page, state: verdict })).then((answer) => {
    state.pages = answer.pages;
    render();
  }).catch(tellError);
}

function choose(number) {
  const doubt = current();
  const choice = doubt?.candidates[number - 1];
  if (choice === undefined) return;
  if (choice === doubt.after) decide("accept");
  else if (choice === doubt.before) decide("reject");
  else decide("replace", choice);
}

// ---- what is seen

function button(words, key, act, style = "") {
  return make("button", { type: "button", class: style, click: act }, words, make("kbd", { "aria-hidden": "true" }, key));
}

function renderHeader() {
  const total = state.order.length;
  const count = state.sample ? say("startSample", total, state.sample.population) : "";
  header.replaceChildren(
    make("h1", {}, say("review")),
    make("span", { class: "count" }, say("of", total ? state.at + 1 : 0, total)),
    make("progress", { max: Math.max(total, 1), value: decidedHere(), "aria-label": say("decided") }),
    make("span", { class: "dim" }, say("decidedCount", decidedHere() + (state.filter.decided ? 0 : state.decidedBefore))),
    ...(count ? [make("span", { class: "warn" }, count)] : []),
    ...(state.sample || state.filter.kind ? [button(say("backToQueue"), "q", backToQueue)] : []),
    ...choosers(state.start, state.filter, () => loadQueue().catch(tellError)),
    make("span", { class: "grow" }), saving, apart(state.start.reviewer),
    ...(download ? [make("button", { type: "button", class: "main", click: () => tell(say("handedOut", download())) }, say("download"))] : []),
    button(say("kinds"), "g", openKinds), button(say("summary"), "v", () => showSummary().catch(tellError)),
    button(say("help"), "?", showKeys),
    make("button", { type: "button", lang: languageCode() === "en" ? "zh-Hans" : "en", click: () => {
      document.documentElement.lang = otherLanguage();
      document.title = say("review");
      tellSaving(saver.waiting, true);
      render();
    } }, say("language")),
  );
}

function openKinds() {
  get("queue", { ...state.filter, kind: 0 }).then((queue) => {
    state.kinds = queue.kinds;
    showKinds(queue.kinds, {
      only: (kind) => { state.filter.kind = kind.kind; loadQueue().catch(tellError); }, decide: decideAlike, sample: drawSample,
    });
  }).catch(tellError);
}

function pageState(doubt) {
  const mark = state.pages.find((each) => each.issue === doubt.issue && each.page === doubt.page);
  if (!mark) return say("unseenState");
  return say(mark.state === "seen" ? "seenState" : "validatedState", mark.reviewer);
}

function renderPlace(doubt, issue) {
  const picture = pageView(doubt, issue, state);
  const label = issue.pages[doubt.page]?.[0] || String(doubt.page + 1);
  const place = make("section", { class: picture ? "" : "lines-alone", "aria-label": say("imageLabel") });
  place.append(make("h2", {}, apart(issue.name), ` · ${say("page", label)} · ${doubt.place} `,
    make("span", { class: "dim" }, `(${pageState(doubt)})`)));
  if (picture) {
    const zoom = (factor) => () => { state.zoom = Math.min(8, Math.max(0.15, state.zoom * factor)); render(); };
    place.append(picture, make("div", { class: "tools" },
      button(say("wholePage"), "i", toggleWhole), button(say("zoomIn"), "+", zoom(1.4)), button(say("zoomOut"), "−", zoom(1 / 1.4))));
  }
  place.append(linesView(doubt), make("div", { class: "tools" },
    button(say("layout"), "l", openLayout), button(say("texts"), "t", nextText), button(say("sideBySide"), "T", openTexts), button(say("pageSeen"), "p", () => markPage("seen")),
    button(say("pageValid"), "P", () => markPage("validated"))));
  return place;
}

function toggleWhole() {
  state.whole = !state.whole;
  render();
}

function renderDoubt(doubt) {
  const kind = state.kinds.find((each) => each.kind === doubt.kind);
  const alike = kind && ["edit", "label"].includes(doubt.action) ? kind.waiting : 0;
  const panel = make("section", { "aria-label": say("sentence") });
  panel.append(
    make("p", { class: "facts" }, make("strong", {}, ruleTitle(doubt)),
      make("span", {}, isWord(doubt) ? "" : say(doubt.done ? "done" : "proposed")),
      make("span", { title: say("certainty", doubt.cert.toFixed(2)) }, `${certaintyInWords(doubt.cert)} (${doubt.cert.toFixed(2)})`)),
    sentence(doubt), ...(doubt.why ? [make("p", { class: "why" }, `${say("why")} `, apart(doubt.why))] : []),
  );
  const decided = stateView(doubt.state);
  if (decided) panel.append(decided);
  if (doubt.candidates.length) {
    const items = doubt.candidates.slice(0, 9).map((choice, number) => make("li", {}, make("button", { type: "button", click: () => choose(number + 1) },
      ...(doubt.action === "label" ? [roleName(choice)] : choice ? shown(choice, { spaces: true }) : ["∅"]), make("kbd", { "aria-hidden": "true" }, String(number + 1)))));
    panel.append(make("ol", { class: "candidates", "aria-label": say("candidates") }, ...items));
  }
  panel.append(state.editing ? editForm(doubt, decide, stopEdit) : make("div", { class: "buttons" },
    button(say(isWord(doubt) ? "asItIs" : "accept"), "a", () => decide("accept"), "main"),
    ...(isWord(doubt) ? [] : [button(say("reject"), "r", () => decide("reject"))]),
    ...(canReplace(doubt) ? [button(say("edit_button"), "e", startEdit)] : []),
    button(say("previous"), "k", () => goTo(state.at - 1)), button(say("next"), "j", () => goTo(state.at + 1)),
    button(say("undo"), "u", undo)));
  if (alike > 1 && !state.sample) {
    panel.append(make("div", { class: "buttons" }, button(`${say("accept")}: ${say("alike", alike)}`, "m", () => alikeNow("accept")),
      button(`${say("reject")}: ${say("alike", alike)}`, "M", () => alikeNow("reject"))));
  }
  if (state.beside) panel.append(besideView(doubt, issueOf(doubt), state.beside, showText));
  return panel;
}

/** Show another text of the issue beside the doubt, at last none. */
function nextText() {
  showText([...VIEWS, ""][(VIEWS.indexOf(state.beside) + 1) % (VIEWS.length + 1)]);
}

function showText(which) {
  state.beside = which;
  render();
}

function openTexts() {
  if (current()) showTexts(issueOf(current())).catch(tellError);
}

function stopEdit() {
  state.editing = false;
  render();
}

function startEdit() {
  if (!current() || !canReplace(current())) return;
  state.editing = true;
  render();
  const field = main.querySelector("form.edit input, form.edit select");
  field.focus();
  field.select?.();
}

function render() {
  renderHeader();
  const doubt = current();
  if (!doubt) {
    main.replaceChildren(make("section", {}, make("p", {}, say("nothing")), make("p", { class: "dim" }, say("applyHint")),
      button(say("undo"), "u", undo)));
    return;
  }
  main.replaceChildren(renderPlace(doubt, issueOf(doubt)), renderDoubt(doubt));
  spoken.textContent = `${doubt.rule}, ${say(doubt.action)}, ${say(doubt.done ? "done" : "proposed")}: ${doubt.before}${isWord(doubt) ? "" : ` → ${doubt.after}`}`;
  document.body.dataset.doubt = remembered(String(doubt.id));
  fetchAhead(state.order.slice(state.at, state.at + AHEAD).flatMap((id) => state.doubts.get(id) ?? []), state.issues);
}

// ---- keys

const KEYS = {
  j: () => goTo(state.at + 1), k: () => goTo(state.at - 1), s: () => goTo(state.at + 1), ArrowRight: () => goTo(state.at + 1),
  ArrowLeft: () => goTo(state.at - 1), a: () => decide("accept"), r: () => !isWord(current() ?? {}) && decide("reject"), e: startEdit, u: undo,
  m: () => alikeNow("accept"), M: () => alikeNow("reject"), i: toggleWhole, g: openKinds, q: backToQueue,
  v: () => showSummary().catch(tellError), l: openLayout, t: nextText, T: openTexts,
  p: () => markPage("seen"), P: () => markPage("validated"), "?": showKeys,
  "+": () => { state.zoom = Math.min(8, state.zoom * 1.4); render(); },
  "-": () => { state.zoom = Math.max(0.15, state.zoom / 1.4); render(); },
};
KEYS["="] = KEYS["+"];

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog")) return;
  const act = /^[1-9]$/u.test(event.key) ? () => choose(Number(event.key)) : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

addEventListener("beforeunload", (event) => {
  if (saver.waiting) event.preventDefault();
});

async function begin() {
  document.documentElement.lang = languageCode();
  document.title = say("review");
  state.start = await get("start");
  state.issues = new Map(state.start.issues.map((issue) => [issue.id, issue]));
  state.pages = (await get("pages")).pages;
  tellSaving(0, true);
  const before = Number(remembered());
  await loadQueue();
  const last = state.order.indexOf(before);
  if (last > 0) await goTo(last);
}

begin().catch(tellError);
