// Text into the page: always as text nodes, and nothing in it unseen.

const NAMES = { 0x0a: "⏎", 0x09: "⇥", 0x20: "␣", 0x3000: "⬚", 0xa0: "⍽" };
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]/u;

const HAN = "[\\p{Script=Han}\\u3001-\\u3011\\uff01-\\uff5e]";
const BETWEEN_HAN = new RegExp(`(?<=${HAN})\\s*\\n\\s*(?=${HAN})`, "gu");

/** Return an element with attributes and children; a string is a text node, a function listens. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Return an element of a drawing. */
export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Return the nodes of a text of the source; a control character is a sign with its name. */
export function shown(text, { spaces = false } = {}) {
  const nodes = [];
  let plain = "";
  for (const char of text) {
    const code = char.codePointAt(0);
    const name = spaces ? NAMES[code] : undefined;
    if (name === undefined && !UNSEEN.test(char)) {
      plain += char;
      continue;
    }
    if (plain) nodes.push(document.createTextNode(plain));
    plain = "";
    const label = name ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    nodes.push(make("span", { class: name ? "blank-sign" : "hidden-sign" }, label));
  }
  if (plain) nodes.push(document.createTextNode(plain));
  return nodes;
}

/** Return a text in which blanks and control characters are signs; of nothing, the sign for it. */
export function visible(text) {
  return shown(text, { spaces: true }).map((node) => node.textContent).join("") || "∅";
}

/** Return a text in a direction of its own, so that it cannot turn its neighbours. */
export function apart(text, attributes = {}, options = {}) {
  return make("bdi", attributes, ...shown(text, options));
}

/** Return the beginning of a text as it is. */
export function cut(text, most) {
  const chars = Array.from(text);
  return chars.length > most ? `${chars.slice(0, most).join("")}…` : text;
}

/** Keep which doubt is looked at till the tab is closed, and return it; a browser may keep nothing. */
export function remembered(doubt) {
  try {
    if (doubt !== undefined) sessionStorage.setItem("doubt", doubt);
    return doubt ?? sessionStorage.getItem("doubt");
  } catch {
    return doubt ?? null;
  }
}

/** Return a text on one line: ends of paragraphs are shown, those of lines are a space, and between Chinese characters nothing. */
export function flat(text) {
  return text.replace(/\s*\n\s*\n\s*/gu, " ¶ ").replace(BETWEEN_HAN, "").replace(/\s*\n\s*/gu, " ");
}

/** Return a text on one line, cut where it is long. */
export function short(text, most = 40) {
  return cut(flat(text).trim(), most);
}
