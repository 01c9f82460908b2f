"""HTML pages built as trees: what comes from issues becomes text and values, never markup."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from convert.catalogue.messages import CatalogueMessages

POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; "
    "base-uri 'none'; form-action 'none'"
)
"""Content Security Policy of each page: the catalogue's own files, from a server or from the disk."""


class HtmlPage(NamedTuple):
    """A page that is being built."""

    root: Element
    head: Element
    body: Element

    def data(self) -> bytes:
        """Return the page's bytes."""
        return page_data(self.root)


def page_data(root: Element) -> bytes:
    """Return the bytes of a page."""
    return etree.tostring(root, method="html", doctype="<!DOCTYPE html>", encoding="UTF-8") + b"\n"


def new_page(title: str, messages: CatalogueMessages, *, above: str = "") -> HtmlPage:
    """Begin a page; `above` leads from it to the catalogue's folder: "../"."""
    root = etree.Element("html", lang=messages.language)
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    etree.SubElement(head, "meta", name="generator", content="backfile catalogue")
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    etree.SubElement(head, "meta", name="referrer", content="no-referrer")
    add(head, "title", title)
    etree.SubElement(head, "link", rel="stylesheet", href=f"{above}catalogue.css")
    return HtmlPage(root, head, body)


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element with a text.

    Of an attribute's name a final underscore is left out, others are hyphens: class_, data_view.
    """
    named = {name.removesuffix("_").replace("_", "-"): value for name, value in attributes.items()}
    element = etree.SubElement(parent, tag, named)
    element.text = text or None
    return element


def add_scripts(parent: Element, names: Iterable[str], messages: CatalogueMessages, **data: str) -> None:
    """Add scripts that run when the page is there, in this order; the last one has the words and the data."""
    element = None
    for name in names:
        element = add(parent, "script", src=name, defer="defer")
    if element is not None:
        element.set("data-messages", json.dumps(dict(messages.script), ensure_ascii=False))
        for name, value in data.items():
            element.set(f"data-{name}", value)
