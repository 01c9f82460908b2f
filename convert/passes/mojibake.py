"""Text that was decoded by the wrong encoding is read as it was written: `convert.text.mojibake` finds it.

"ä¸­å›½æ–°é—»" (UTF-8 read as Windows-1252)  ->  "中国新闻"
"缁忔祹鍙戝睍" (UTF-8 read as GBK)              ->  "经济发展"
"caf茅, doesn鈥檛" (the same, of Latin text)    ->  "café, doesn’t"
"ÖØÇìÈÕ±¨" (GBK read as Latin-1)             ->  "重庆日报"
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.language import Language
from convert.text.mojibake import find_misreadings

CERTAINTY = 0.97
"""Bytes that are UTF-8, or common characters of GB 2312, throughout a run are so by accident very rarely."""


def mojibake(text: str, _language: Language) -> Iterator[TextEdit]:
    """Propose what was written where text was decoded wrongly."""
    for misreading in find_misreadings(text):
        yield TextEdit(misreading.start, misreading.end, misreading.reading, CERTAINTY)
