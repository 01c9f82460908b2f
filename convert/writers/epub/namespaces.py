"""The namespace of the pages of a book."""

from __future__ import annotations

XHTML = "http://www.w3.org/1999/xhtml"
