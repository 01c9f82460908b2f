"""The forms that lines of lists and tables have: a mark, a number, a time, a key or columns of figures.

    "19:00 新闻联播"          ->  a time
    "地址：云津市柳叶街12号"   ->  a key
    "上证指数 3052.33 +0.45%"  ->  three columns, figures in the second and third

A form is told by one line alone; that it means anything, its neighbours show (analysis/line_groups.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from convert.analysis.lines.around_articles import (
    CHAPTER,
    INLINE_ITEMS,
    LONGEST_OFFICIAL,
    OFFICIAL_LINE,
    WEB_CREDIT,
)
from convert.analysis.lines.measure import width
from convert.language.han import HAN, is_han
from convert.text.pattern import LatePattern

LONGEST_ITEM = 60.0
"""Squares of an item of a list; of a longer one a column's end may have cut something off."""
LONGEST_WHOLE = 120.0
"""Squares of an item that ends as a sentence or clause does."""
LONGEST_VALUE = 30.0
"""Squares behind a key: what a speaker says at more length is a paragraph."""
LONGEST_ROW = 45.0
"""Squares of a table's row."""
LONGEST_NUMBERED = 32.0
"""Squares of the first of two lines with numbers, where no third one shows that they are items."""
LONGEST_NOTED = 24.0
"""Squares of a name and where it is from."""
LONGEST_FIGURE = 10
"""Characters of a cell with figures in it: 每斤1.20元."""
LONGEST_SKELETON = 30
MOST_CELLS = 12
LETTERS = "abcdefghijklmnopqrstuvwxyz"
HAN_NUMBERS = "一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

TIME = re.compile(
    r"(?:[01]?\d|2[0-4])[:：.][0-5]\d(?!\d)(?:\s*[-—–~至]\s*\d{1,2}[:：.]\d\d)?[ \u3000]*(?=\S)"
)
BULLET = re.compile(r"([•·※○▪◦‣])\s*(?=[^\s•·※○▪])|([-–—*+])[ \u3000\t]+(?=\S)|(——|──)(?=[^\s—─])")
NUMBER = re.compile(
    r"(?P<open>[(（\[]?)(?:(?P<digits>\d{1,2})|(?P<han>[一二三四五六七八九十]{1,3})|(?P<letter>[A-Za-z]))"
    r"(?P<close>[.．](?!\d)|[、)）\]])[ \u3000\t]*(?=\S)"
    r"|(?P<first>[一二三四五六七八九十])是(?=\S)"
    rf"|(?P<circled>[{CIRCLED}])\s*(?=\S)"
)
STEP = LatePattern(
    r"第(?:(?P<digits>\d{1,2})|(?P<han>[一二三四五六七八九十]{1,3}))(?P<of>[步组組题題招讲講])"
    r"(?:[ \u3000]+|[：:])(?=\S)"
)
"""第一步　拍打双肩; behind a blank or a colon."""
POST = LatePattern(r"[\u4e00-\u9fff]{2,8}\d{1,3}[名人位台套辆輛间間][ \u3000]+(?=\S)")
"""What is offered or wanted, and how many: 财务主管1名 35岁以下."""
KIN = LatePattern(
    r"(?:孝|哀|未亡|胞|[義义])?[男女子媳婿孫孙妻夫兄弟姊姐妹侄姪甥](?:[ \u3000]+[\u4e00-\u9fff]{2,4})+"
)
"""Who gives notice of a death or thanks for condolences: 孝男 何文樑 何堃."""
DATE = LatePattern(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日")
KEY = re.compile(
    r"([\u4e00-\u9fff][ \u3000]{1,4}[\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff\d]{1,4}[（(][^\s（）()]{1,4}[）)][\u4e00-\u9fff]{0,3}|"
    r"[^\s：:，。、,.;；!?！？“”\"()（）《》\d]{1,6}|\d{1,4}[^\W\d_]{1,3}|[A-Z][\w.'’]*(?: [\w.'’]+){0,2})"
    r"(?:：|:(?!//|\d))\s*(?=\S)|[\u4e00-\u9fff]{2,4}：$"
)
NOTICE = re.compile(r"[A-Z][A-Z'’-]{2,}(?P<mark>[.,]?\s?(?:--|[—–-])|[.,:])\s*(?=\S)")
"""A name in capitals that begins a notice: ABLETT.--On the 3rd inst., …"""

TITLE = LatePattern(r"《[^《》]{1,30}》")
"""A title that is a whole line."""
NOTED = LatePattern(r"[^，。；：！？,;!?（）()\d]{2,30}[（(][^，。；！？（）()]{1,14}[）)]")
"""A name and where it is from, or what it stands for: Marie Dubois（法国）."""
RIDDLE = LatePattern(r"[^，。；：！？—\d]{3,14}——[^，。；：！？—\d]{2,12}")
"""A saying and what it means: 泥菩萨过江——自身难保."""
OPTIONS = LatePattern(r"A[.．、].{1,40}B[.．、].{1,40}C[.．、]")
"""The answers that a question offers, on one line."""
CONTENTS = LatePattern(r"[^，。；\u3000]{1,30}\u3000+[^，。；\s]{1,12}\u3000+\d{1,3}")
"""A title, who wrote it, and its page, set apart: 水磨记　林川　1."""
LEADER = re.compile(
    r"\s*(?:\.[ ]?){3,}\s*|(?<=[\w)])[ ]?\.\.[ ]+(?=\S)|(?<=[a-z)])[ ]\.[ ](?=\d[\d.,]*$)"
    r"|\s*[…·]{2,}\s*|\s*[|｜]\s*|\t+|[ \u3000]{2,}|\u3000"
)
DOTS = re.compile(r"(?:\.[ ]?){3,}|(?<=[\w)])[ ]?\.\.[ ]|(?<=[a-z)])[ ]\.[ ](?=\d[\d.,]*$)")
"""A leader, in front of which a row may have abbreviations."""
LED = LatePattern(r"…{3,}\s*[^\s…]{0,2}\d")
"""A leader to a figure, in front of which there may be marks: 足球：主场再胜 ………… 8版."""
BLANK = re.compile(r"[ \u3000]+")
FIGURE = re.compile(
    r"[-+−±*(]?[£$€¥]?\d[\d.,:/%‰℃°'’\"+\-—–−~×]*[a-zA-Z元分秒名年月日点级度局环米]{0,2}[),;*]?"
)
DIGIT = re.compile(r"\d")
_UNITS = (
    "元角分厘块塊毛文圆圓镑鎊法令匹码碼石斗升合斤两兩担擔钱錢吨噸磅克件人名岁歲年月日时時点點秒周期届届次回场場胜勝负負"
    "亩畝顷頃尺寸丈米户戶家个個只隻头頭箱包袋桶瓶盒张張本册冊枚条條辆輛艘架台臺度级級等号號第页頁倍成折%％"
)
"""Characters that end a unit; 平 and 里 also end names, 王一平, 万里."""
MISSING = frozenset("- – — —— … ……".split())
"""What a cell has instead of a figure."""
HAN_FIGURE = LatePattern(
    r"[^\s，。；：、]{0,5}?(?:[〇零一二三四五六七八九十百千万萬半两兩廿卅]{1,8}"
    rf"(?:[^\W\d_]?[{_UNITS}]|[公华華]里|[辨便]士|[盧卢]比|[法佛]郎|[马馬]克)){{1,4}}"
    r"(?:[余餘多正整半]|[〇零一二三四五六七八九]{1,4})?"
)
"""A sum or a number in Han figures, with its unit: 每石十三元二角; 张一山 is a name."""
SCORES = LatePattern(r"[（(][\d:：,，;；.\-– \u3000]+[）)]")
"""Figures in brackets, whose marks are none of running text: （11:8，9:11，11:6）."""
CODE = LatePattern(r"[\d()（）+*#-]{1,20}")
"""A telephone number, which is longer than other figures."""
LINK = LatePattern(r"(?:https?://|www\.)[\w./:?&=%#~+,;@!-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
"""An address of the net that is a whole line."""
KEYED_LINK = LatePattern(rf"[^\s：:，。、]{{1,8}}[：:][ \u3000]?(?:{LINK.pattern})")
"""The same behind what it is: 邮箱：…"""
FIGURES = re.compile(r"\d[\d.,]*")
WORDS = re.compile(r"[^\W\d_]{2,}|(?<![\d\W])[^\W\d_]|^[^\W\d_]|[^\W\d_]$")
LAST_CLAUSE = LatePattern(r"[，,]([^，。；：！？,;:!?]{3,16})(?:[。；;.](?:[\u4e00-\u9fff]{2,8})?)?$")
"""The clause that ends an item of one sentence, behind which a name may stand: …，声明作废。王小满."""
MARKS = re.compile(rf"[，。；！？、]|[;!?](?!\S)|[.](?= [A-Z])|(?<={HAN.pattern})[,;]|[,;](?={HAN.pattern})")
"""Marks of running text."""
OLD_CLAUSES = LatePattern(r"[^、]+、.*、")
"""Clauses of an old paper, whose sentences end in its only mark: 縣立小學、定於九月一日開學、."""
SENTENCES = LatePattern(r"[。！？]|[.!?](?= [A-Z])")
SENTENCE_END = LatePattern(r"[。！？；!?;…][”’」』）)\"']*$|(?<![.…])\.[”’)\"']*$")


_CONTACTS = (
    "联系人 聯絡人 联络人 电话 電話 热线 熱線 专线 專線 传真 傳真 手机 手機 电邮 電郵 邮箱 郵箱 信箱 网址 "
    "網址 邮编 郵編 邮政编码 地址 地点 地點 开户行 開戶行 账号 帳號 户名 戶名"
)
CONTACT = LatePattern(
    rf"(?P<kind>[\u4e00-\u9fff]{{0,4}})(?:{'|'.join(_CONTACTS.split())})"
    r"(?:[ \u3000]?[：:]\s?|(?P<blank>\u3000{1,2}))(?P<value>\S.{0,60})"
)
"""A line that says whom to ask, and where."""
COMMAS = frozenset("，,")
"""What stands in a list of offices that may go on below: 抄送：各区图书馆，各中小学，各."""
WHOLE_VALUE = LatePattern(
    r"[\d \u3000()（）+*#转轉接或、，,/—–-]{3,60}|[\u4e00-\u9fff]{1,4}"
    r"|[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|老[师師]|[经經]理|主任)"
)
"""What is whole behind such a key, whatever its end: a number, a name."""
TOPIC = LatePattern(
    r"[\u4e00-\u9fff]{0,4}(?:热线|熱線|专线|專線|手机|手機|电话|電話|电邮|電郵|[信邮郵]箱)"
    r"(?:[ \u3000]?[：:]|\u3000)"
)
"""A key that headlines begin with, too: 民生热线：一根线连着千家万户."""
REACHED_BY = LatePattern(r"[\d〇○零一二三四五六七八九]{3}|[@＠]|[A-Za-z]\.[A-Za-z]")
"""What such a key has behind it elsewhere: a number, an address of the net."""


def is_no_heading(line: str) -> bool:
    """Whether a short line is none that heads a text: whom to ask, whence it is, answers, several items."""
    if CHAPTER.fullmatch(line):
        return False
    shapes = OLD_CLAUSES, LINK, OFFICIAL_LINE, INLINE_ITEMS
    return is_contact(line) or is_whole(line) or any(shape.fullmatch(line) for shape in shapes)


def is_contact(line: str) -> bool:
    """Whether a line says whom to ask, or where: 联系人：孙先生, 地址　法大马路.

    活动地点　改在公园 is a headline.
    """
    contact = CONTACT.fullmatch(line)
    if contact is None:
        return False
    may_be_topic = TOPIC.match(line) is not None or _may_head(contact)
    return not may_be_topic or REACHED_BY.search(contact["value"]) is not None


def _may_head(contact: re.Match[str]) -> bool:
    """Whether a wide blank stands behind a key of several words: 个人账号　买卖成灾."""
    return bool(contact["blank"] and contact["kind"])


class Leading(NamedTuple):
    """How a line of a list begins."""

    kind: str
    """What its neighbours must share with it: "time", "key", "–", "1.", "(a)"."""
    value: int
    """Its number, which goes up by one from line to line; 0: it has none."""


def leading(text: str) -> Leading | None:
    """Return the form of a line's beginning, if it has one that lists have.

    >>> leading("19:00 新闻联播"), leading("（二）重开街口的报亭"), leading("地址：柳叶街12号")
    (Leading(kind='time', value=0), Leading(kind='（一）', value=2), Leading(kind='key', value=0))
    """
    for kind, pattern in (("time", TIME), ("date", DATE)):
        if pattern.match(text):
            return Leading(kind, 0)
    if bullet := BULLET.match(text):
        return Leading(bullet[0].strip(), 0)
    if counted := _counted(text):
        return counted
    if _has_key(text):
        return Leading("key", 0)
    return _of_notice(text)


def _counted(text: str) -> Leading | None:
    """Return the form and the value of what counts an item: a number, a letter, a step."""
    if number := NUMBER.match(text):
        return _number(number)
    step = STEP.match(text)
    value = int(step["digits"]) if step and step["digits"] else _han_number(step["han"]) if step else 0
    return Leading(f"第一{step['of']}", value) if step and value else None


def _has_key(text: str) -> bool:
    """Whether a line begins with a key, or is an address of the net or the kin of somebody who died."""
    if LINK.fullmatch(text) or KIN.fullmatch(text):
        return True
    key = KEY.match(text)
    return key is not None and width(text[key.end() :]) <= LONGEST_VALUE


def _of_notice(text: str) -> Leading | None:
    """Return the form of a line that begins with what is wanted, or with a name in capitals."""
    if POST.match(text):
        return Leading("post", 0)
    notice = NOTICE.match(text)
    return Leading(f"NAME{notice['mark'].strip()}", 0) if notice and not text.isupper() else None


def _number(match: re.Match[str]) -> Leading | None:
    """Return the form and the value of a number or letter in front of an item."""
    if match["circled"]:
        return Leading("①", CIRCLED.index(match["circled"]) + 1)
    if match["first"]:
        return Leading("一是", HAN_NUMBERS.index(match["first"]) + 1)
    before, behind = match["open"], match["close"]
    if bool(before) != (behind in ")）]") and behind not in ")）":
        return None
    if match["digits"]:
        return Leading(f"{before}1{behind}", int(match["digits"]))
    if match["letter"]:
        letter = match["letter"]
        form = "A" if letter.isupper() else "a"
        return Leading(f"{before}{form}{behind}", LETTERS.index(letter.lower()) + 1)
    value = _han_number(match["han"])
    return Leading(f"{before}一{behind}", value) if value else None


def _han_number(text: str) -> int:
    """Return what a number below a hundred in Han figures is; 0: it is none."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    unit = HAN_NUMBERS.index(ones) + 1 if ones else 0
    return (10 * (HAN_NUMBERS.index(tens) + 1 if tens else 1) if ten else 0) + unit


def count_up(texts: Sequence[str]) -> bool:
    """Whether two lines that are no longer than a column's are the first and the second item."""
    forms = [leading(text) for text in texts]
    first_two = [form.value for form in forms if form is not None] == [1, 2]
    return first_two and all(width(text) <= LONGEST_NUMBERED for text in texts)


def is_short_item(text: str) -> bool:
    """Whether a line with a mark in front is as short as an item: a sentence or two, in a line or two."""
    return width(text) <= LONGEST_ITEM and len(SENTENCES.findall(text)) <= 2


def is_item(text: str) -> bool:
    """Whether a line with a mark in front may be an item among short ones: a longer one ends in a mark."""
    if len(text) > 2 * LONGEST_WHOLE:
        return False
    return width(text) <= (LONGEST_WHOLE if ends_clause(text) else LONGEST_ITEM)


def is_whole(text: str) -> bool:
    """Whether a line is whole, whatever its end: answers to a question, an address, a number, contents."""
    if WEB_CREDIT.fullmatch(text) or CHAPTER.fullmatch(text):
        return True
    if len(text) <= LONGEST_OFFICIAL and OFFICIAL_LINE.fullmatch(text) and COMMAS.isdisjoint(text):
        return True
    if (contact := CONTACT.fullmatch(text)) and WHOLE_VALUE.fullmatch(contact["value"].strip()):
        return is_contact(text) or not _may_head(contact)
    return bool(OPTIONS.match(text) or KEYED_LINK.fullmatch(text) or CONTENTS.fullmatch(text))


def columns(text: str) -> tuple[bool, ...]:
    """Return of each column of a table's row whether figures stand in it; nothing if it is no row.

    >>> columns("上证指数 3052.33 +0.45%"), columns("Wheat, per bushel ........ 1.05")
    ((False, True, True), (False, True))
    >>> columns("上白粳 每石十三元二角"), columns("张一山　李四光　王五"), columns("董事长　王一平")
    ((False, True), (), ())
    >>> columns("英匯　一先令二辨士半"), columns("美匯　二十九元六二五")
    ((False, True), (False, True))
    >>> columns("市城管局昨天表示，入冬以来已清理落叶 300 余吨")
    ()
    """
    if (
        len(text) > 2 * LONGEST_ROW
        or not (DIGIT.search(text) or HAN_FIGURE.search(text))
        or width(text) > LONGEST_ROW
        or (
            (MARKS.search(SCORES.sub("", text)) and (any(map(is_han, text)) or not DOTS.search(text)))
            and LED.search(text) is None
        )
    ):
        return ()
    apart = [cell for cell in LEADER.split(text) if cell]
    if len(apart) > 1 and not any(is_han(c) for c in text):
        cells = apart
    elif any(is_han(c) for c in text):
        cells = [cell for part in apart for cell in BLANK.split(part) if cell]
    else:
        cells = _words_together(text)
    if not 2 <= len(cells) <= MOST_CELLS or sum(len(cell) == 1 and is_han(cell) for cell in cells) > 1:
        return ()
    figures = tuple(map(_is_figure, cells))
    short = any(
        figure and (len(cell) <= LONGEST_FIGURE or CODE.fullmatch(cell) or HAN_FIGURE.fullmatch(cell))
        for cell, figure in zip(cells, figures, strict=True)
    )
    return figures if short or sum(figures) > 1 else ()


def _is_figure(cell: str) -> bool:
    """Whether there are figures in a cell: digits, a sum in Han figures, a dash for a missing one."""
    return cell in MISSING or DIGIT.search(cell) is not None or HAN_FIGURE.fullmatch(cell) is not None


def heads_columns(text: str, count: int) -> bool:
    """Whether a line may stand over a table of so many columns: 名次 球队 胜 平 负 积分."""
    return not DIGIT.search(text) and not MARKS.search(text) and len(text.split()) == count


def skeleton(text: str) -> str:
    """Return a short line with its words and figures left out, if two figures at least stand in it.

    >>> skeleton("阿森纳2比1切尔西"), skeleton("3月12日 决赛"), skeleton("发放补贴320万元")
    ('W0比0W', '0月0日 W', '')
    """
    if len(text) > LONGEST_SKELETON or MARKS.search(text):
        return ""
    bare = WORDS.sub("W", FIGURES.sub("0", text))
    return bare if bare.count("0") > 1 and "W" in bare else ""


def _words_together(text: str) -> list[str]:
    """Part a line of Latin script into figures and the words between them; nothing if it reads like prose.

    "Thornbridge 38 22 9 7 75"  ->  five figures behind a name
    """
    cells: list[str] = []
    figures = 0
    for word in text.split():
        figure = FIGURE.fullmatch(word) is not None
        figures += figure
        if cells and not figure and not FIGURE.fullmatch(cells[-1]):
            cells[-1] += f" {word}"
        else:
            cells.append(word)
    first, last = cells[0], cells[-1]
    shaped = (
        (figures > 1 or len(cells) == 2)
        and FIGURE.fullmatch(last)
        and (first[0].isupper() or first[0].isdigit())
    )
    return cells if shaped and all(cell[0].isupper() or FIGURE.fullmatch(cell) for cell in cells) else []


def ends_clause(text: str) -> bool:
    """Whether an item ends as a sentence or clause does."""
    return SENTENCE_END.search(text) is not None


def pattern_of(text: str) -> str:
    """Return a line without words and figures; of a title or a name with a note, the brackets."""
    if TITLE.fullmatch(text):
        return "《》"
    if RIDDLE.fullmatch(text):
        return "——"
    return "（）" if NOTED.fullmatch(text) and width(text) <= LONGEST_NOTED else skeleton(text)


def last_clause(text: str) -> str:
    """Return the clause with which an item of one sentence ends, without its stop, its figures and a name."""
    if not is_short_item(text):
        return ""
    found = LAST_CLAUSE.search(text)
    return FIGURES.sub("0", found[1]) if found else ""
