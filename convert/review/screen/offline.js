// The same questions as api.js, answered from the file itself; what is decided goes back as a file.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = new Map(data.doubts.map((doubt) => [doubt.id, doubt]));
const storageKey = `backfile-review-${data.digest}`;
const steps = [];
restore();

export class Refused extends Error {
  constructor(message) {
    super(message);
    this.states = {};
  }
}

/** Take what was decided before, where the browser kept it. */
function restore() {
  try {
    for (const [id, verdict] of Object.entries(JSON.parse(localStorage.getItem(storageKey) ?? "{}"))) {
      const doubt = byId.get(Number(id));
      if (doubt) doubt.state = verdict;
    }
  } catch {
    // a browser may keep nothing for a file: then the downloaded file is all there is
  }
}

function ownDoubts() {
  return data.doubts.filter((doubt) => doubt.state.decide && doubt.state.mine);
}

function keepAll() {
  try {
    localStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(ownDoubts().map((doubt) => [doubt.id, doubt.state]))));
  } catch {
    // as above
  }
}

function passes(doubt, filter) {
  const issue = data.start.issues.find((each) => each.id === doubt.issue);
  return (!filter.rule || doubt.rule === filter.rule) && (!filter.title || issue.title === filter.title)
    && (!filter.year || issue.date.startsWith(filter.year)) && (!filter.issue || doubt.issue === Number(filter.issue))
    && (!filter.page || doubt.page === Number(filter.page) - 1) && (!filter.kind || doubt.kind === Number(filter.kind));
}

function answerQueue(filter) {
  const passed = data.doubts.filter((doubt) => passes(doubt, filter));
  const waiting = passed.filter((doubt) => !doubt.state.decide);
  const kinds = data.kinds
    .map((kind) => ({
      ...kind, waiting: waiting.filter((doubt) => doubt.kind === kind.kind).length,
      decided: passed.filter((doubt) => doubt.kind === kind.kind && doubt.state.decide).length,
    }))
    .filter((kind) => kind.waiting || kind.decided);
  return {
    order: (filter.decided ? passed : waiting).map((doubt) => doubt.id), kinds, decided: passed.length - waiting.length,
  };
}

function answerSummary() {
  const decided = data.doubts.filter((doubt) => doubt.state.decide);
  const count = (verdict) => decided.filter((doubt) => doubt.state.decide === verdict).length;
  return {
    accepted: count("accept"), rejected: count("reject"), replaced: count("replace"), reviewers: [], samples: [],
    looked_at: decided.filter((doubt) => doubt.state.manner !== "alike").length,
  };
}

export async function get(path, values = {}) {
  if (path === "start") return data.start;
  if (path === "queue") return answerQueue(values);
  if (path === "doubts") return { doubts: String(values.ids).split(",").map((id) => byId.get(Number(id))).filter(Boolean) };
  if (path === "summary") return answerSummary();
  if (path === "pages") return { pages: [] };
  throw new Refused(data.missing);
}

/** Return the address of the picture of a page; empty: it is not in the file. */
export function pageAddress(issue, number) {
  return data.pages[`${issue}/${number}`] ?? "";
}

function setVerdict(doubts, verdict, replacement, manner) {
  const time = new Date().toISOString().replace(/\.\d+Z$/u, "Z");
  steps.push(doubts.map((doubt) => [doubt, doubt.state]));
  const state = { decide: verdict, replacement, reviewer: data.start.reviewer, time, manner, mine: true };
  for (const doubt of doubts) doubt.state = state;
  keepAll();
  return Object.fromEntries(doubts.map((doubt) => [doubt.id, state]));
}

function takeBack() {
  const step = steps.pop();
  if (!step) return { undone: 0, states: {} };
  for (const [doubt, state] of step) doubt.state = state;
  keepAll();
  return { undone: steps.length + 1, states: Object.fromEntries(step.map(([doubt, state]) => [doubt.id, state])) };
}

export class Saver {
  constructor(tell) {
    this.waiting = 0;
    this.last = Promise.resolve();
    this.tell = tell;
  }

  async send(path, makeBody) {
    const body = makeBody();
    if (path === "decide") {
      const [change] = body.changes;
      const doubt = byId.get(change.id);
      doubt.state = change.seen;
      return { states: setVerdict([doubt], change.decide, change.replacement, "alone") };
    }
    if (path === "alike") {
      const alike = answerQueue({ ...body.filter, kind: body.kind, decided: "" }).order.map((id) => byId.get(id));
      setVerdict(alike, body.decide, "", "alike");
      return { count: alike.length };
    }
    if (path === "undo") return takeBack();
    throw new Refused(data.missing);
  }
}

/** Hand out what was decided as a file. */
export function download() {
  const decisions = ownDoubts().map(({ target, entry, seen, state }) => ({
    target, entry, seen, decide: state.decide, replacement: state.replacement, manner: state.manner, time: state.time,
  }));
  const text = JSON.stringify({ type: "backfile decisions", version: 1, reviewer: data.start.reviewer, decisions }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "decisions.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may read it later
  return decisions.length;
}
