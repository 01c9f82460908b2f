// What of the queue is wanted: by rule, newspaper, date, issue, page.

import { make } from "./text.js";
import { say } from "./words.js";

/** Return the years of issues; of a year that is chosen its months, too, and of a month its days. */
function datesIn(issues, chosen) {
  const ofLength = (length) => issues.map((issue) => issue.date.slice(0, length)).filter((date) => date.length === length);
  const within = (length) => (chosen.length < length - 3 ? []
    : ofLength(length).filter((date) => date.startsWith(chosen.slice(0, length - 3))));
  return [...new Set([...ofLength(4), ...within(7), ...within(10)])].sort();
}

/** Return what the queue is filtered by; `load` is called when that has changed. */
export function choosers({ issues, rules }, filter, load) {
  const chooser = (key, name, all, values, label = (value) => value) => {
    const select = make("select", { "aria-label": say(name), change: (event) => {
      filter[key] = event.target.value;
      filter.kind = 0;
      if (key !== "page") filter.page = 0;
      load();
    } });
    select.append(make("option", { value: "" }, say(all)));
    for (const value of values) {
      select.append(make("option", { value, selected: String(value) === String(filter[key] || "") }, label(value)));
    }
    return select;
  };
  const titles = [...new Set(issues.map((issue) => issue.title).filter(Boolean))].sort();
  const own = issues.filter((issue) => !filter.title || issue.title === filter.title);
  const names = new Map(own.map((issue) => [issue.id, issue.name]));
  const pages = issues.find((issue) => issue.id === Number(filter.issue))?.pages ?? [];
  return [
    chooser("rule", "rule", "allRules", rules), chooser("title", "paper", "allPapers", titles),
    chooser("year", "year", "allDates", datesIn(issues, filter.year)),
    chooser("issue", "issue", "allIssues", [...names.keys()], (id) => names.get(id)),
    ...(pages.length > 1
      ? [chooser("page", "pageChooser", "allPages", pages.map((_, number) => number + 1), (number) => say("page", pages[number - 1][0] || number))]
      : []),
    make("label", {}, make("input", { type: "checkbox", checked: Boolean(filter.decided), change: (event) => {
      filter.decided = event.target.checked ? "1" : "";
      load();
    } }), ` ${say("withDecided")}`),
  ];
}
