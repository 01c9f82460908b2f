// Something else written in the place of what a rule wants; keys of an input method are left to it.

import { make } from "./text.js";
import { roleName, say } from "./words.js";

/** Return the form in which a person writes; Enter saves, Escape does not. */
export function editForm(doubt, decide, stop) {
  const isLabel = doubt.action === "label";
  const begun = doubt.state.decide === "replace" ? doubt.state.replacement : doubt.after;
  const field = isLabel
    ? make("select", { "aria-label": say("role") }, ...doubt.candidates.map((role) => make("option", { value: role, selected: role === begun }, roleName(role))))
    : make("input", { "aria-label": say("replacement"), value: begun, autocomplete: "off", spellcheck: "false" });
  const form = make("form", { class: "edit", submit: (event) => {
    event.preventDefault();
    stop();
    if (field.value === doubt.after) decide("accept");
    else decide("replace", field.value);
  } }, field, make("button", { class: "main" }, say("save")), make("button", { type: "button", click: stop }, say("cancel")));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) {
      event.stopPropagation();
      if (event.key === "Enter") event.preventDefault();
    } else if (event.key === "Escape") stop();
  });
  return form;
}
