// Where a doubt stands: the picture of its page cut to the place, the boxes, or the lines of the source.

import { pageAddress } from "./api.js";
import { apart, draw, make, shown } from "./text.js";
import { say } from "./words.js";

/** The pages whose pictures are not at hand: they are asked for once. */
const missing = new Set();

/** Those that were asked for before they are shown. */
const asked = new Set();
const PAGES_AHEAD = 2;

/** Ask for the pictures of the next pages that a reviewer will come to. */
export function fetchAhead(doubts, issues) {
  const wanted = doubts.filter((doubt) => issues.get(doubt.issue)?.pages[doubt.page]?.[1])
    .map((doubt) => pageAddress(doubt.issue, doubt.page));
  for (const address of [...new Set(wanted)].slice(0, PAGES_AHEAD)) {
    if (asked.has(address)) continue;
    asked.add(address);
    new Image().src = address;
  }
}

/** Return the part of a page that is shown: the boxes and what is around them, closer or further. */
function view(page, boxes, zoom, whole) {
  const [, width, height] = page;
  if (whole || boxes.length === 0) return [0, 0, width, height];
  const left = Math.min(...boxes.map((box) => box[1]));
  const top = Math.min(...boxes.map((box) => box[2]));
  const right = Math.max(...boxes.map((box) => box[3]));
  const bottom = Math.max(...boxes.map((box) => box[4]));
  const line = Math.min(...boxes.map((box) => box[4] - box[2]).filter((high) => high > 0), height / 20);
  const wide = Math.max((right - left) * 1.25, line * 14) / zoom;
  const high = Math.max((bottom - top) * 1.3, line * 7) / zoom;
  return [(left + right - wide) / 2, (top + bottom - high) / 2, wide, high];
}

/** Return an arrow from where one text ends to where the other begins: down, to the next column, or within a line. */
function arrow(from, to, number) {
  const line = Math.min(from[4] - from[2], to[4] - to[2]);
  const isBeside = Math.abs(from[4] - to[4]) < line && Math.abs(from[2] - to[2]) < line;
  const start = isBeside ? [from[3], (from[2] + from[4]) / 2] : [(from[1] + from[3]) / 2, from[4]];
  const end = isBeside ? [to[1], (to[2] + to[4]) / 2] : [(to[1] + to[3]) / 2, to[2]];
  const bend = Math.min(Math.max(Math.abs(end[1] - start[1]) / 2, line / 2), line * 3);
  const way = isBeside ? `L${end[0]} ${end[1]}`
    : `C${start[0]} ${start[1] + bend} ${end[0]} ${end[1] - bend} ${end[0]} ${end[1]}`;
  return draw("path", { class: "arrow", d: `M${start[0]} ${start[1]} ${way}`, "marker-end": `url(#head-${number})` });
}

/** Return the drawing of boxes on one page, and what to do when its picture is not at hand. */
function pageDrawing(issue, number, boxes, { zoom, whole }) {
  const page = issue.pages[number];
  if (!page || !page[1] || !page[2]) return null;
  const svg = draw("svg", {
    class: whole ? "crop whole" : "crop", viewBox: view(page, boxes, zoom, whole).join(" "), role: "img", "aria-label": say("imageLabel"),
  });
  const marker = draw("marker", {
    id: `head-${number}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto",
  });
  marker.append(draw("path", { class: "arrow-head", d: "M0 0 L8 4 L0 8 z" }));
  svg.append(draw("defs", {}, marker));
  svg.append(draw("rect", { class: "sheet", width: page[1], height: page[2] }));
  const note = make("p", { class: "dim", hidden: true }, say("noImage"));
  const image = draw("image", {
    href: pageAddress(issue.id, number), width: page[1], height: page[2], preserveAspectRatio: "none",
  });
  const leaveOut = () => {
    missing.add(image.getAttribute("href"));
    image.remove();
    svg.classList.add("bare");
    note.hidden = false;
  };
  image.addEventListener("error", leaveOut);
  if (missing.has(image.getAttribute("href"))) leaveOut();
  else svg.append(image);
  for (const box of boxes) {
    const place = { x: box[1], y: box[2], width: box[3] - box[1], height: Math.max(box[4] - box[2], 1) };
    svg.append(draw("rect", { class: "glow", ...place }));
    svg.append(draw("rect", { class: box[5] ? "outline other" : "outline", ...place }));
  }
  const other = boxes.findLast((box) => box[5] === 1);
  const own = boxes.find((box) => box[5] === 0);
  if (other && own) svg.append(arrow(other, own, number));
  return make("div", {}, svg, note);
}

/** Return the drawing of a doubt: its place, and of what is joined, parted or moved both places, with an arrow. */
export function pageView(doubt, issue, state) {
  const seen = doubt.boxes.filter((box) => box[3] > box[1]);
  const own = seen.find((box) => box[5] === 0) ?? seen[0];
  const number = own ? own[0] : doubt.page;
  const here = pageDrawing(issue, number, seen.filter((box) => box[0] === number), state);
  const other = seen.findLast((box) => box[5] === 1 && box[0] !== number);
  if (!here || !other) return here;
  const there = pageDrawing(issue, other[0], seen.filter((box) => box[0] === other[0]), state);
  if (!there) return here;
  const label = (page) => make("p", { class: "dim" }, say("page", issue.pages[page][0] || String(page + 1)));
  there.prepend(label(other[0]));
  here.prepend(label(number));
  return make("div", { class: "two-pages" }, there, make("span", { class: "between", "aria-hidden": "true" }, "→"), here);
}

/** Return the lines of the source around a place; before them those of the other place, if that is far away. */
export function linesView(doubt) {
  const own = sourceLines(doubt.lines);
  if (!doubt.other_lines) return own;
  return make("div", {}, sourceLines(doubt.other_lines), make("div", { class: "between", "aria-hidden": "true" }, "↓"), own);
}

/** Return lines of the source with their numbers, the place marked. */
function sourceLines(lines) {
  const block = make("pre", { "aria-label": say("linesLabel"), tabindex: 0 });
  let at = 0;
  lines.text.split("\n").forEach((line, row) => {
    if (row) block.append("\n");
    block.append(make("span", { class: "number", "aria-hidden": "true" }, String(lines.first + row)));
    const chars = Array.from(line);
    const length = chars.length;
    const start = Math.min(Math.max(lines.start - at, 0), length);
    const stop = Math.min(Math.max(lines.stop - at, 0), length);
    const within = lines.start <= at + length && lines.stop >= at;
    if (!within) block.append(apart(line));
    else {
      const middle = chars.slice(start, stop).join("");
      block.append(apart(chars.slice(0, start).join("")));
      if (middle || lines.start === lines.stop) block.append(make("mark", {}, ...shown(middle || "▸", { spaces: true })));
      block.append(apart(chars.slice(stop).join("")));
    }
    at += length + 1;
  });
  return block;
}
