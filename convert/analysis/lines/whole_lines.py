"""Two lines that stand one under the other and are whole, whatever the words at their seam say.

"http://www.river.example" / "http://school.example"   ->  two addresses of the net
"供销社队 2:2 县一中队" / "今晚的比赛"                   ->  a result, and what follows it
"3×4＋5＝17" / "12÷4－3＝0"                              ->  two sums
"2011年3月8日　星期二" / "农历二月初四"                  ->  two lines of a masthead
"""

from __future__ import annotations

from convert.analysis.lines.glue import begins_address
from convert.analysis.lines.latin_shapes import Shape
from convert.analysis.lines.line_forms import LINK
from convert.analysis.lines.line_shapes import LUNAR_LINE, furniture_shape
from convert.text.pattern import LatePattern

_TEAM = r"[^\s，。；：！？、,;!?\d]{2,12}"
RESULT = LatePattern(rf"{_TEAM}[ \u3000]+\d{{1,3}}(?:[:：]|比)\d{{1,3}}[ \u3000]+{_TEAM}")
"""Who played against whom, and the score between blanks."""
_TERM = r"[\dA-Za-z+＋\-－−×÷*/／^()（）.²³↑↓ ]+"
EQUATION = LatePattern(rf"{_TERM}(?:[=＝→⇌]{_TERM})+")
"""A sum or a chemical formula that is a whole line."""
OF_DAY = frozenset({Shape.DATE, Shape.LUNAR_DATE})
NAMES_SHEET = frozenset({Shape.SHEET, Shape.SOURCE, Shape.ISSUE})


def are_whole(above: str, below: str) -> bool:
    """Whether nothing of the line above goes on in the line below.

    >>> are_whole("供销社队 2:2 县一中队", "今晚的比赛"), are_whole("主场 2:2 战平的县一", "中队")
    (True, True)
    >>> are_whole("2011年3月8日　星期二", "农历二月初四"), are_whole("自2011年3月8日", "起施行")
    (True, False)
    >>> are_whole("3×4＋5＝17", "12÷4－3＝0"), are_whole("a = b", "and then")
    (True, False)
    """
    if EQUATION.fullmatch(above) and EQUATION.fullmatch(below):
        return True
    if RESULT.fullmatch(above) or (begins_address(below) and LINK.fullmatch(above)):
        return True
    return all(_is_day(line) or LUNAR_LINE.fullmatch(line) for line in (above, below))


def names_sheet(line: str) -> bool:
    """Whether a whole line says of which sheet, issue or draw it is: no sentence goes on behind it.

    >>> names_sheet("第24128期 双色球"), names_sheet("云津晚报 2026年3月10日"), names_sheet("第24128期开奖")
    (True, True, False)
    """
    found = furniture_shape(line)
    return found is not None and found.shape in NAMES_SHEET


def _is_day(line: str) -> bool:
    found = furniture_shape(line)
    return found is not None and found.shape in OF_DAY
