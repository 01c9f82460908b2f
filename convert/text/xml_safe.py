"""The border every text passes on its way into a reading copy."""

from __future__ import annotations

import re

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (section 2.2, production 2) cannot hold, within the planes that Python's re sees."""


def sanitize(text: str) -> str:
    r"""Replace what no XML file can hold by U+FFFD, and line ends by a plain newline.

    "甲\x00乙\r\n丙"  ->  "甲\ufffd乙\n丙"
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isprintable() else FORBIDDEN.sub("\ufffd", text)
