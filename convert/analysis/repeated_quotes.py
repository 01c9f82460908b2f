r"""Quotation marks that old type repeats at the beginning of each line of a quotation.

he replied, "that he was sensible\n"of the honour"   ->  he replied, "that he was sensible of the honour"
« La Chambre sait\n« que le gouvernement »           ->  « La Chambre sait que le gouvernement »

Such a mark stands for the line. It is one where the quotation is open above, and a small letter follows, or,
beside another such line, a capital in the middle of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from convert.text.pattern import LatePattern

REPEATED = LatePattern(r"(?P<mark>[\"“”„«»]|'')(?:(?<=[«»])[ \u00a0\u202f])?(?=[^\W\d_])")
"""A mark that begins a line, with the blank that belongs to it in French."""
CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", '"': "", "''": ""}
"""What closes a quotation that a mark opens; straight ones open and close."""
STOPS = '.!?:”"»“'


def repeated_quotes(lines: Sequence[str]) -> dict[int, int]:
    """Return, by the numbers of lines, how many characters at their beginning repeat a mark that is open.

    >>> repeated_quotes(['"that he was', '"sensible of it." So', '"A new one," he said'])
    {1: 1}
    """
    found: dict[int, int] = {}
    large: dict[int, int] = {}
    for number, line in enumerate(lines):
        begun = REPEATED.match(line) if number else None
        above = lines[number - 1].rstrip() if number else ""
        if begun is None or not above or above[-1] in STOPS:
            continue
        if not _is_open(lines[:number], begun["mark"], found | large):
            continue
        (found if line[begun.end()].islower() else large)[number] = begun.end()
    return dict(sorted((found | large).items())) if found else {}


def _is_open(lines: Sequence[str], mark: str, repeated: dict[int, int]) -> bool:
    """Whether a quotation that a mark opens is open at the end of lines, of which some repeat it."""
    text = "\n".join(line[repeated.get(number, 0) :] for number, line in enumerate(lines))
    closing = CLOSING[mark]
    if not closing:
        return text.count(mark) % 2 == 1
    return text.rfind(mark) > max(text.rfind(close) for close in closing)
