"""The pages that open the parts of a book; an issue has none, and so loads no Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from convert.writers.epub import markdown
from convert.writers.epub.pages import TYPE, XhtmlPage, add_element, empty_page, fill_text, serialized


def part_page(
    name: str,
    title: str,
    lines: Sequence[str],
    links: Sequence[tuple[str, str]],
    language: str,
    text: str = "",
    kind: str = "part",
) -> XhtmlPage:
    """Make the page that opens a part: title, lines that tell it, Markdown, links to what is elsewhere.

    `kind` is its epub:type, and its ARIA role by doc- and that word.
    """
    root, body = empty_page(title, language)
    section = add_element(body, "section", "part")
    section.set(TYPE, kind)
    section.set("role", f"doc-{kind}")
    section.set("aria-label", title)
    fill_text(add_element(section, "h1", "headline"), title)
    if text:  # most parts have none, and a parser takes longer than a page
        markdown.add(section, text)
    for line in lines:
        fill_text(add_element(section, "p", "body"), line)
    if links:
        entries = add_element(section, "ul", "contents")
        for label, target in links:
            link = add_element(add_element(entries, "li"), "a")
            link.set("href", target)
            fill_text(link, label)
    return XhtmlPage(name, serialized(root), title)
