// What the catalogue's page and those on which issues are read have in common.
const backfilePage = (() => {
  "use strict";

  // ---- Files: a script element works from the disk too, where fetch() does not

  const arrived = new Map(), kept = new Map();
  window.backfile = (name, value) => arrived.set(name, value);

  // `above` leads to the catalogue's folder.
  function load(name, above = "") {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.onload = script.onerror = () => {
        script.remove();
        if (!arrived.has(name)) return reject(new Error(name));
        resolve(arrived.get(name));
        arrived.delete(name);
      };
      script.src = above + name;
      document.head.append(script);
    });
  }

  function loadOnce(name, above = "") {
    if (!kept.has(name)) {
      const coming = load(name, above);
      coming.catch(() => kept.delete(name));
      kept.set(name, coming);
    }
    return kept.get(name);
  }

  // ---- Elements and words

  const byId = (id) => document.getElementById(id);
  const inLanguage = (language) => (language ? { lang: language } : {});
  const readMessages = (script) => JSON.parse(script.dataset.messages);

  function add(parent, tag, text, attributes = {}) {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    parent.append(element);
    return element;
  }

  // "{} found, {} shown." with values in the places of the braces
  function fill(pattern, ...values) {
    return pattern.split("{}").map((part, n) => (n ? String(values[n - 1]) : "") + part).join("");
  }

  return { load, loadOnce, byId, inLanguage, readMessages, add, fill };
})();
