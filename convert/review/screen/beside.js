// The text of the whole issue beside a doubt: source, corrected or reading, scrolled to the place.

import { get } from "./api.js";
import { apart, make, shown } from "./text.js";
import { say } from "./words.js";

export const VIEWS = ["reading", "corrected", "source"];
/** Characters on each side of the place; a long issue is cut. */
const WINDOW = 30_000;
const texts = new Map();

/** Forget what was loaded: the issues may have been made anew. */
export function forgetTexts() {
  texts.clear();
}

function loadText(issue, which) {
  const key = `${issue.id}/${which}`;
  if (!texts.has(key)) {
    texts.set(key, get(`text/${key}`).then((answer) => answer.text).catch((error) => {
      texts.delete(key);
      throw error;
    }));
  }
  return texts.get(key);
}

/** Return what may be looked for to find a doubt in a text, the surest first: a text, and where the place is in it. */
function needles(doubt, which) {
  const { left, right, before, after } = doubt;
  const isEdit = doubt.action === "edit";
  const tail = (length) => left.slice(-length);
  const found = [];
  if (which === "source") {
    for (const length of [40, 16]) if (tail(length)) found.push([tail(length) + (isEdit ? before : ""), tail(length).length]);
  }
  if (isEdit) {
    for (const word of which === "source" ? [before] : [after, before]) {
      for (const length of [8, 4]) found.push([tail(length) + word, tail(length).length]);
    }
  }
  for (const length of [16, 8]) if (right.length >= length) found.push([right.slice(0, length), 0]);
  found.push([right.trim().split("\n")[0].slice(0, 16), 0]); // a line that is shorter: a headline of four characters
  return found.filter(([text]) => text.trim().length > 1);
}

function placeIn(text, doubt, which) {
  for (const [needle, offset] of needles(doubt, which)) {
    const at = text.indexOf(needle);
    if (at >= 0) return [at + offset, at + needle.length];
  }
  return null;
}

function fill(box, text, doubt, which) {
  const place = placeIn(text, doubt, which);
  const [start, stop] = place ?? [0, 0];
  const from = Math.max(0, start - WINDOW);
  const to = Math.min(text.length, stop + WINDOW);
  const mark = make("mark", {}, ...shown(text.slice(start, stop) || "▸", { spaces: true }));
  box.replaceChildren(
    from ? "… " : "", ...shown(text.slice(from, start)), ...(place ? [mark] : []), ...shown(text.slice(stop, to)), to < text.length ? " …" : "",
  );
  if (place) box.scrollTop = mark.offsetTop - box.clientHeight / 2;
}

/** Return the text of an issue beside a doubt; `choose` is told which text is wanted, or none. */
export function besideView(doubt, issue, which, choose) {
  const box = make("pre", { tabindex: 0, "aria-label": say(which) }, say("loading"));
  loadText(issue, which).then(
    (text) => fill(box, text, doubt, which),
    (error) => box.replaceChildren(error.message),
  );
  const tabs = VIEWS.map((each) => make(
    "button", { type: "button", "aria-pressed": String(each === which), click: () => choose(each) }, say(each),
  ));
  return make(
    "section", { class: "beside", "aria-label": say("texts") },
    make("div", { class: "buttons" }, ...tabs, make("button", { type: "button", click: () => choose("") }, say("close"), make("kbd", { "aria-hidden": "true" }, "t")),
      make("span", { class: "dim" }, apart(issue.name))),
    box,
  );
}
