// Roles and articles of an issue, set on its page by mouse and by key.

import { get, pageAddress } from "./api.js";
import { askConflict, open } from "./dialogs.js";
import { apart, draw, make } from "./text.js";
import { roleName, say } from "./words.js";

const BY_DIGIT = ["body", "headline", "kicker", "subtitle", "byline", "subhead", "caption", "running-head", "folio"];
const COLOURS = 6;
/** What begins with a block, by key. */
const BY_LETTER = { o: "article", n: "", x: "unplaced", s: "section", d: "advertisement" };

/** Number the articles: a block belongs to the last that has begun. */
function articleNumbers(blocks) {
  let number = 0;
  return blocks.map((block) => {
    if (block.opens) number += 1;
    return number;
  });
}

function blockRow(block, number, view) {
  const row = make(
    "button", { type: "button", class: block.set ? "block set" : "block", click: () => view.select(number) },
    make("span", { class: "role" }, roleName(block.role)), apart(block.text),
  );
  row.dataset.number = String(number);
  return row;
}

/** Return the blocks in reading order, a heading where something begins. */
function blockList(view) {
  const list = make("div", { class: "blocks", role: "group", "aria-label": say("blocks") });
  view.blocks.forEach((block, number) => {
    if (block.opens) list.append(make("p", { class: "opening" }, say(`opens_${block.opens}`)));
    list.append(blockRow(block, number, view));
  });
  return list;
}

/** Return what is shown of a page: all of it, or the block that is chosen and what is around it. */
function partOfPage(page, box, close) {
  if (!close || !box) return [0, 0, page[1], page[2]];
  const [, left, top, right, bottom] = box;
  const wide = Math.max((right - left) * 1.6, page[1] / 4);
  const high = Math.max((bottom - top) * 1.6, page[2] / 6);
  return [(left + right - wide) / 2, (top + bottom - high) / 2, wide, high];
}

/** Return the page of the block that is chosen, with a box around each block; a click chooses one. */
function blockPage(view) {
  const chosen = view.blocks[view.at];
  const number = chosen.boxes[0]?.[0] ?? chosen.page;
  const page = view.issue.pages[number];
  if (!page || !page[1] || !page[2]) return null;
  const svg = draw("svg", {
    class: "crop layout", viewBox: partOfPage(page, chosen.boxes[0], view.close).join(" "), role: "img", "aria-label": say("imageLabel"),
  });
  svg.append(draw("rect", { class: "sheet", width: page[1], height: page[2] }));
  const image = draw("image", {
    href: pageAddress(view.issue.id, number), width: page[1], height: page[2], preserveAspectRatio: "none",
  });
  image.addEventListener("error", () => image.remove());
  svg.append(image);
  const articles = articleNumbers(view.blocks);
  view.blocks.forEach((block, each) => {
    for (const [on, left, top, right, bottom] of block.boxes.filter((box) => box[0] === number)) {
      const box = draw("rect", {
        class: `area colour${articles[each] % COLOURS}${each === view.at ? " chosen" : ""}`,
        x: left, y: top, width: right - left, height: Math.max(bottom - top, 1), "data-page": on,
      });
      box.addEventListener("click", () => view.select(each));
      svg.append(box);
    }
  });
  return svg;
}

function menu(name, values, chosen, label, act) {
  const select = make("select", { "aria-label": say(name), change: (event) => act(event.target.value) });
  for (const value of values) select.append(make("option", { value, selected: value === chosen }, label(value)));
  return make("label", {}, say(name), select);
}

function layoutTools(view, answer) {
  const block = view.blocks[view.at];
  const key = (letter) => make("kbd", { "aria-hidden": "true" }, letter);
  const roles = BY_DIGIT.map((role, number) => make(
    "button", { type: "button", "aria-pressed": String(block.role === role), click: () => view.put("label", role) },
    roleName(role), key(String(number + 1)),
  ));
  const openings = Object.entries(BY_LETTER).map(([letter, opens]) => make(
    "button", { type: "button", "aria-pressed": String(block.opens === opens), click: () => view.put("place", opens) },
    say(opens ? `opens_${opens}` : "opensNothing"), key(letter),
  ));
  return make(
    "div", { class: "layout-tools" },
    make("div", { class: "buttons" }, ...roles, menu("roleMenu", answer.roles, block.role, roleName, (role) => view.put("label", role))),
    make("div", { class: "buttons" }, ...openings, make("button", { type: "button", click: view.undo }, say("undo"), key("u")),
      make("button", { type: "button", click: view.turnClose }, say(view.close ? "wholePage" : "zoomIn"), key("i")),
      make("button", { type: "button", click: () => view.mark("seen") }, say("pageSeen"), key("p")),
      make("button", { type: "button", click: () => view.mark("validated") }, say("pageValid"), key("P"))),
    make("p", { class: "dim" }, block.set ? say("setBy", block.reviewer) : say("setByRules"),
      ` · ${say("page", view.issue.pages[block.page]?.[0] || String(block.page + 1))} (${view.pageState()})`),
  );
}

/** Show the blocks of an issue; the one at a place in the source is chosen first. */
export async function showLayout(issue, place, { saver, undo, tell, pageState, mark }) {
  const answer = await get(`blocks/${issue.id}`);
  if (answer.blocks.length === 0) {
    tell(say("noBlocks"));
    return;
  }
  const holder = make("div", { class: "layout-view" });
  const view = { issue, blocks: answer.blocks, at: 0, close: false };
  const behind = (block) => place && block.at[0] === place[0] && block.at[1] <= place[1];
  view.blocks.forEach((block, number) => {
    if (behind(block) && !(behind(view.blocks[view.at]) && view.blocks[view.at].at[1] > block.at[1])) view.at = number;
  });
  let shownAt = -2;
  const show = () => {
    const page = blockPage(view);
    const list = blockList(view);
    const top = holder.querySelector(".blocks")?.scrollTop ?? 0;
    holder.classList.toggle("bare", !page);
    holder.replaceChildren(layoutTools(view, answer), ...(page ? [page] : []), list);
    list.scrollTop = top;
    const row = list.querySelector(`[data-number="${view.at}"]`);
    row.setAttribute("aria-current", "true");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: Math.abs(view.at - shownAt) > 1 ? "center" : "nearest" });
    shownAt = view.at;
  };
  view.select = (number) => {
    view.at = Math.min(Math.max(number, 0), view.blocks.length - 1);
    show();
  };
  view.put = (action, value, takeOver = false) => {
    const number = view.at;
    const was = action === "label" ? view.blocks[number].role : view.blocks[number].opens;
    if (value === was) return;
    saver.send("layout", () => ({ issue: issue.id, block: number, action, value, was, take_over: takeOver })).then((done) => {
      view.blocks[number] = done.block;
      show();
    }, async (error) => {
      const theirs = error.states?.[0];
      if (!theirs) return tell(error.message);
      await view.reload();
      const mine = { decide: "replace", replacement: action === "label" ? roleName(value) : value };
      return await askConflict(theirs, mine) ? view.put(action, value, true) : undefined;
    });
  };
  view.reload = async () => {
    view.blocks = (await get(`blocks/${issue.id}`)).blocks;
    show();
  };
  view.turnClose = () => {
    view.close = !view.close;
    show();
  };
  view.mark = (verdict) => mark({ issue: issue.id, page: view.blocks[view.at].page }, verdict).then(show);
  view.pageState = () => pageState({ issue: issue.id, page: view.blocks[view.at].page });
  view.undo = () => undo().then(view.reload);
  const dialog = open(say("layoutTitle", issue.name), holder);
  dialog.classList.add("wide");
  dialog.addEventListener("keydown", (event) => layoutKey(event, view));
  show();
}

function layoutKey(event, view) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select")) return;
  if (document.querySelector("dialog:last-of-type") !== event.currentTarget) return;
  const { key } = event;
  const articles = () => view.blocks.flatMap((block, number) => (block.opens ? [number] : []));
  const acts = {
    j: () => view.select(view.at + 1), ArrowDown: () => view.select(view.at + 1), k: () => view.select(view.at - 1),
    ArrowUp: () => view.select(view.at - 1), u: view.undo,
    i: view.turnClose, p: () => view.mark("seen"), P: () => view.mark("validated"),
    "]": () => view.select(articles().find((number) => number > view.at) ?? view.at),
    "[": () => view.select(articles().findLast((number) => number < view.at) ?? view.at),
    e: () => event.currentTarget.querySelector("select").focus(),
  };
  for (const [letter, opens] of Object.entries(BY_LETTER)) acts[letter] = () => view.put("place", opens);
  const act = /^[1-9]$/u.test(key) ? () => view.put("label", BY_DIGIT[Number(key) - 1]) : acts[key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation(); // the row that has the focus is drawn anew, and would stand in no dialog then
  act();
}
