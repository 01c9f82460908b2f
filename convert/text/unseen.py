"""Characters that nobody can see and no text needs."""

import re

UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff]+")
"""Controls and zero-width marks; not U+200C-D (they shape Indic and emoji), not bidi marks (they order)."""
