// A doubt in words: the sentence with before and after, and what was decided.

import { apart, flat, make, short, shown, visible } from "./text.js";
import { roleName, say } from "./words.js";

const gone = (text) => make("del", {}, ...shown(text, { spaces: true }));
const put = (text) => make("ins", {}, ...shown(text, { spaces: true }));
const around = (text) => apart(flat(text), { class: "context" });

/** Whether a doubt is a word that may be misread, and no rule has anything to say of it. */
export function isWord(doubt) {
  return doubt.action === "edit" && doubt.before === doubt.after;
}

/** Say what asks: a rule, and for what; a list of misreadings; an engine's low confidence. */
export function ruleTitle({ rule, action, before, after, watched }) {
  if (action === "watched" || watched) return say("ownList");
  if (action === "word" || isWord({ action, before, after })) return say("word");
  return `${rule} · ${say(action)}`;
}

/** Name a kind for reports, in which nothing is unseen: "spaces: ␣ → ∅". */
export function kindTitle({ rule, action, before, after }) {
  const name = action === "watched" ? "list of misreadings" : rule;
  return before || after ? `${name}: ${visible(before)} → ${visible(after)}` : `${name}: ${action}`;
}

/** Whether a person may write something else in the place of what a rule wants. */
export function canReplace(doubt) {
  return ["edit", "join", "label"].includes(doubt.action);
}

/** Return the sentence of a doubt. */
export function sentence(doubt) {
  const box = make("div", { class: "sentence" });
  if (isWord(doubt)) {
    box.append(around(doubt.left), make("mark", {}, ...shown(doubt.before, { spaces: true })), around(doubt.right));
  } else if (doubt.action === "edit") {
    box.append(around(doubt.left), doubt.before ? gone(doubt.before) : "", doubt.after ? put(doubt.after) : "", around(doubt.right));
  } else if (doubt.action === "split") {
    box.append(make("p", {}, around(doubt.left), put("¶")), make("p", {}, around(doubt.right)));
  } else if (doubt.action === "join") {
    box.append(make("p", {}, around(doubt.other), gone("¶"), doubt.after ? put(doubt.after) : ""));
    box.append(make("p", {}, `${say("joinedTo")} `, around(short(doubt.right, 120))));
  } else if (doubt.action === "label") {
    box.append(make("p", {}, around(short(doubt.right, 120))));
    box.append(make("p", {}, gone(roleName(doubt.before)), " → ", put(roleName(doubt.after))));
  } else {
    box.append(make("p", {}, around(short(doubt.right, 120)), doubt.after && doubt.action === "place" ? put(say(`opens_${doubt.after}`)) : ""));
    const how = doubt.action === "ref" ? "continues" : "behind";
    box.append(make("p", {}, `${say(how)} `, around(doubt.other ? short(doubt.other, 120) : "—")));
  }
  return box;
}

/** Say what was decided, in words. */
export function verdictInWords(state) {
  if (!state.decide) return say("undecided");
  const verdict = { accept: "accepted", reject: "rejected", replace: "replaced" }[state.decide];
  return say(verdict) + (state.decide === "replace" ? ` “${state.replacement}”` : "");
}

/** Return who decided what, and when. */
export function stateView(state) {
  if (!state.decide) return null;
  const who = state.reviewer ? say("decidedBy", verdictInWords(state), state.reviewer) : verdictInWords(state);
  const when = state.time ? ` ${say("decidedAt", state.time.replace("T", " ").replace("Z", " UTC"))}` : "";
  return make("p", { class: "state" }, apart(who), when);
}
