"""The shapes of lines that belong to the sheet or to a picture, not to an article's text.

Each shape is of a whole line. A table of patterns, because print has conventions: what a folio, a
date line or an editors' line looks like hardly differs between newspapers. A shape alone proves nothing: a
date line may stand under a letter. `analysis.furniture_places` weighs where the line stands.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from convert.analysis.lines import latin_shapes
from convert.analysis.lines.datelines import behind_lead
from convert.analysis.lines.jump_lines import parse_jump_line
from convert.analysis.lines.latin_dates import any_of
from convert.analysis.lines.latin_shapes import Shape
from convert.document.roles import Role
from convert.language.han import is_wide
from convert.text.pattern import KeyedPattern, LatePattern

_NUM = r"[0-9０-９〇○零一二三四五六七八九十百]"
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍"
    "庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华"
    "赖傲喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和"
    "仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉"
    "伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘"
    "亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
    "溫簡鄺龐顏倪莊聶魯嶽欒闞單費連藍龍張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇魏呂盧鐘譚陸賈韋鄒錢嚴龍賀顧龔邵萬湯"
)
_NAME = (
    rf"[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,3}}(?:·[\u4e00-\u9fff]{{1,6}})?"
    r"|[ \u3000]{1,2}[\u4e00-\u9fff](?=[摄攝]|[^\u4e00-\u9fff]|$))"
)
"""The name of a person; one of two characters may be set as wide as one of three: 夏 川."""
_BETWEEN_NAMES = r"[ \u3000、，,]+"


def names(between: str, least: int = 1, most: str = "") -> str:
    """Return a pattern for names with something between each two; it is the first to have a group.

    What is between is asked for behind the first name, which the empty group marks: so the table of surnames
    is compiled once.
    """
    return rf"(?:(?(1){between}){_NAME}()){{{least},{most}}}"


_PAPERS = (
    "日报 晚报 早报 晨报 时报 商报 周报 都市报 青年报 快报 新报 午报 导报 日報 晚報 時報 週報 周報 "
    "新報 公報 申報"
)
_PAPER = r"[\u4e00-\u9fff]{2,8}" + any_of(_PAPERS)
_DATE = rf"(?:(?:(?:中[华華])?民[国國]{_NUM}{{1,4}}|{_NUM}{{4}})年)?{_NUM}{{1,3}}月{_NUM}{{1,3}}日"
_WEEK = r"(?:星期|周|礼拜|禮拜)[一二三四五六日天]"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_TERMS = (
    "立春 雨水 惊蛰 驚蟄 春分 清明 谷雨 穀雨 立夏 小满 小滿 芒种 芒種 夏至 小暑 大暑 立秋 处暑 處暑 白露 "
    "秋分 寒露 霜降 立冬 小雪 大雪 冬至 小寒 大寒 元宵 端午 中秋 重阳 重陽 除夕"
)
_LUNAR_YEAR = rf"[{_STEMS}][{_BRANCHES}][鼠牛虎兔龙龍蛇马馬羊猴鸡雞狗猪豬]?年\s?"
_LUNAR_DAY = (
    r"[闰閏]?(?:[正冬腊臘二三四五六七八九]|十[一二]?)月[大小]?"
    r"(?:初[一二三四五六七八九十]|(?:十|廿|二十)[一二三四五六七八九]|[二三]?十)日?"
)
_DAY_OR_TERM = rf"(?:\s*(?:{_WEEK}|(?:今日|今天)?{any_of(_TERMS)}))"
_CALENDAR = "[农農夏阴陰旧舊][历曆歷]"
_LUNAR_ALONE = rf"{_CALENDAR}(?:{_LUNAR_YEAR}{_LUNAR_DAY}{_DAY_OR_TERM}*|{_LUNAR_DAY}\s*{_WEEK})"
"""A day of the lunar calendar as a masthead gives it, with its year or weekday: 农历甲辰年十一月十四."""
LUNAR_LINE = LatePattern(rf"{_CALENDAR}(?:{_LUNAR_YEAR})?{_LUNAR_DAY}{_DAY_OR_TERM}*")
"""A line that names such a day, which is no furniture by that alone."""
LUNAR = (
    rf"(?:{_CALENDAR}(?:{_LUNAR_YEAR})?{_LUNAR_DAY}{_DAY_OR_TERM}*"
    rf"|[{_STEMS}][{_BRANCHES}]年[正一二三四五六七八九十冬腊臘闰閏月初廿卅日]{{0,8}})"
)
_OF_DAY = rf"(?:\s*[（(]?{_WEEK}[）)]?)?(?:\s*{LUNAR})?"
"""What may stand behind a date: the day of the week, the lunar date."""
_DUTIES = (
    "责任编辑 責任編輯 美术编辑 图片编辑 本版责编 本版编辑 值班编委 责编 编辑 編輯 美编 版式 校对 "
    "校對 责任校对 责任美编 责校 检校 视觉 终审 三审 主编 组版 审读 统筹 制图 图编 值班主任"
)
_DUTY = any_of(_DUTIES)
_DUTY_OF = rf"{_DUTY}[ \u3000：:/]*"
_EDITORS = _DUTY_OF + names(rf"(?:{_BETWEEN_NAMES}|[ \u3000，,；;]+(?:{_DUTY_OF})?)")
_MISREAD_EDITORS = (
    r"责任编辑[ \u3000]?[：:][ \u3000]?[\u4e00-\u9fff]{2,3}(?:[ \u3000、]{1,2}[\u4e00-\u9fff]{2,3}){1,3}"
)
"""An OCR may have misread the surnames: 责任编辑:传娟静 杜俊."""
_SECTIONS = (
    "要闻 时政 综合 国际 国内 体育 文化 社会 法治 法制 副刊 评论 理论 教育 健康 科技 经济 财经 区县 "
    "本地 民生 天下 关注 焦点 深度 特别报道 专题 专版 广告 公告 娱乐 生活 旅游 汽车 房产 时评 城事 "
    "热点 两江评 要聞 國際 體育 綜合 經濟 社會 地方 "
    "兩岸 財經 娛樂 港聞 家庭"
)
_SECTION = any_of(_SECTIONS)
_IMPRINT = (
    r"(?:国内统一|國內統一|国际标准)(?:连续出版物号|連續出版物號|刊号|刊號)[^。，、]{0,60}|邮发代号[^。，、]{0,40}"
    rf"|今日{_NUM}{{1,3}}版"
)
_ISSUE = rf"总第{_NUM}+[期号]|第{_NUM}{{3,6}}[期号](?:\s[^。，、《]{{0,40}})?"
_COLOPHONS = (
    "广告经营许可证 廣告經營許可證 零售每份 每份定价 本报地址 本報地址 社址： 社址: 邮政编码 印刷厂印刷"
)
_DATE_IN_FIGURES = r"\d{4}[-./]\d{1,2}[-./]\d{1,2}"
SHEET_LINE_PART = LatePattern(
    rf"(?P<paper>《[^《》]{{2,12}}》|{_PAPER}|{any_of(_PAPERS)})|(?P<date>{_DATE}|{_DATE_IN_FIGURES})|(?P<week>{_WEEK})|(?P<lunar>{LUNAR})"
    rf"|(?P<issue>总?第\s*{_NUM}+\s*[期号])"
    rf"|(?P<page>第\s*[A-D]?{_NUM}{{1,3}}\s*版|[A-D]?\d{{1,3}}\s*版|[A-DP]\d{{1,2}}(?![\d.:：]))"
    rf"|(?P<section>{_SECTION}(?:新闻|新聞|版|周刊)?)"
    r"|(?P<number>(?<!\S)\d{1,2}(?!\S))"
    r"|(?P<between>[\s（）()\[\]【】,，、|·:：—“”-]|来源[：:])"
)
"""What a line that speaks of the sheet consists of: the paper, the date, the page; and who edited it."""
EDITORS = LatePattern(_EDITORS)
EDITORS_OF_PAGE = LatePattern(rf"本版|[责責]任|[责責][编編]|{_DUTY}.*[ \u3000，,；;]{_DUTY}")
"""A duty that only pages have, or a second one behind the first; 制图 周文 stands under a picture."""
_DUTY_FIRST = tuple(_DUTIES.split())
LONGEST_FURNITURE = 90
_PAPERS_IN_LATIN = r"(?:DAILY|TIMES|NEWS|POST|HERALD|GAZETTE|MORNING|EVENING)"

FURNITURE: tuple[tuple[Role, Shape, str, str], ...] = (
    (
        Role.FOLIO,
        Shape.SHEET,
        rf"[-—·•|]?\s*(?:第\s*[A-D]?{_NUM}{{1,4}}\s*[版页頁]|[A-D]?{_NUM}{{1,3}}\s*版)\s*[-—·•|]?",
        "版 页 頁",
    ),
    (Role.FOLIO, Shape.NUMBER, r"[-—·•|]?\s*[A-D]?\d{1,3}\s*[-—·•|]?|\[ \d{1,3} \]|\( \d{1,3} \)", ""),
    (Role.FOLIO, Shape.SHEET, r"(?:Page|page|PAGE|p\.)\s*\d{1,3}", "P p"),
    (
        Role.RUNNING_HEAD,
        Shape.SHEET,
        r"[-=*]{3,} ?(?:File|Page|page|第)[^.。]{0,8}[\w.]{1,24} ?[-=*]{3,}",
        "File Page page 第",
    ),
    (
        Role.RUNNING_HEAD,
        Shape.DATE,
        rf"(?:{_DATE}|{_DATE_IN_FIGURES}){_OF_DAY}|{_WEEK}",
        "日 - . / 星期 周 礼拜 禮拜",
    ),
    (Role.RUNNING_HEAD, Shape.LUNAR_DATE, _LUNAR_ALONE, "月"),
    (
        Role.RUNNING_HEAD,
        Shape.SHEET,
        rf"{_PAPER}\s*{_DATE}{_OF_DAY}|{_DATE}{_OF_DAY}\s*{_PAPER}",
        _PAPERS,
    ),
    (Role.RUNNING_HEAD, Shape.NAME, rf"{_PAPER}(?:[\s·|｜]*{_SECTION}(?:新闻)?)?", _PAPERS),
    (Role.RUNNING_HEAD, Shape.SECTION, rf"{_SECTION}(?:新闻|新聞|要闻|版|周刊)?", _SECTIONS),
    (
        Role.RUNNING_HEAD,
        Shape.CAPITALS,
        rf"(?:THE )?(?:[A-Z][A-Z'&.]+ ){{0,4}}{_PAPERS_IN_LATIN}(?: [A-Z]+){{0,2}}",
        "",
    ),
    (Role.RUNNING_HEAD, Shape.SHEET, _IMPRINT, "刊号 刊號 出版物号 出版物號 邮发代号 版"),
    (Role.RUNNING_HEAD, Shape.ISSUE, _ISSUE, "期 号"),
    (
        Role.RUNNING_HEAD,
        Shape.NAME,
        r"[\u4e00-\u9fff]{0,10}[：:]?\s*(?:https?://|www\.)[\w./:-]+",
        "http www.",
    ),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"[^。]{{0,60}}{any_of(_COLOPHONS)}[^。]{{0,80}}", _COLOPHONS),
    (Role.RUNNING_HEAD, Shape.NAME, r"扫一?[扫码描][^。，]{0,14}", "扫"),
    (Role.EDITORS, Shape.EDITOR, _EDITORS, _DUTIES),
    (Role.EDITORS, Shape.EDITOR, _MISREAD_EDITORS, "责任编辑"),
)
"""The last column has words of which each such line has one; nothing where that is not so."""
_SHAPES = tuple(
    (role, shape, KeyedPattern(pattern, words.split())) for role, shape, pattern, words in FURNITURE
)
_SHAPES_WITHOUT_KEYS = tuple(shape for shape in _SHAPES if "" in shape[2].words)
_KEYS = LatePattern("|".join(re.escape(word) for _, _, shape in _SHAPES for word in shape.words if word))
"""One of these is in every line that has any other shape."""
_LATIN = tuple((role, shape, LatePattern(pattern)) for role, shape, pattern in latin_shapes.FURNITURE)
_LATIN_CREDIT = LatePattern(latin_shapes.CREDIT)
_LATIN_LETTER = re.compile("[A-Za-zÀ-ÖØ-Þ]")
"""One is in every shape of `latin_shapes`, whose patterns take as long to compile as a page to repair."""

SOURCED = LatePattern(
    r"[（(]?(?:本[版报栏组](?:图片|照片|供图)|(?:图片?|照片)[：:]?(?:由|来源))[^。]{2,30}[）)]?"
    r"|[（(]?(?:受访者|受访单位|主办方|资料|网络)(?:供图|提供|图片)[）)]?"
)
"""A credit for all pictures: 本版图片由受访者提供."""
_TAKEN = r"(?:摄|攝|摄影报道|摄影|攝影|供图|供圖|传真照片|[/／]\s*[图圖])"
CREDIT = KeyedPattern(
    rf"[（(]?(?:图片?[：:/]?|文/图|图/)?(?:本报|新华社|中新社|本刊|[\u4e00-\u9fff·]{{2,12}})?\s*(?:特约|见习|首席|特派)?"
    rf"(?:记者|通讯员|記者|摄影|实习生)?\s*{names(_BETWEEN_NAMES)}\s*{_TAKEN}(?:\s*[/／]\s*[\u4e00-\u9fff]{{2,10}})?[）)]?",
    ("摄", "攝", "图", "圖", "传真照片"),
)
CAPTION_MARK = LatePattern(r"[▲▼△▽◀▶►◄]|图为|上图|下图|左图|右图|圖為")
_WRITERS = "记者 通讯员 評論員 评论员 記者 特派员 实习生 撰稿"
_ALSO_WORDS = any_of("见习记者 本报记者 实习生 通讯员 记者 文/图 摄影报道 報道 报道")
_ALSO = rf"[ \u3000、，,]*{_ALSO_WORDS}[ \u3000：:]*"
_FILED = r"(?:\s*[/／]\s*[\u4e00-\u9fff]{2,6}(?:报道|報導|電|电|专电|摄影报道))?"
BYLINE = KeyedPattern(
    rf"[■□●◎\s]*(?:文/图?\s*)?(?:[\u4e00-\u9fff·]{{2,16}})?{any_of(_WRITERS)}[ \u3000：:]*"
    rf"{names(f'(?:{_BETWEEN_NAMES}|(?:{_ALSO})+)')}(?:{_ALSO})*{_FILED}",
    _WRITERS.split(),
)
STAFF = KeyedPattern(
    r"[■□●◎\s]*(?:本报|新华社|本刊|本台)[\u4e00-\u9fff]{0,8}(?:记者|通讯员|评论员)"
    r"[ \u3000]*[\u4e00-\u9fff]{0,9}",
    ("记者", "通讯员", "评论员"),
)
"""A byline that names its paper: whatever follows is a name."""
NAMES_TOGETHER = LatePattern(rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}){{2,4}}")
"""Several names with nothing between them, as under some headlines: 胡跃平孙海涛."""
NAME_ALONE = LatePattern(names(r"[ \u3000]+", most="4"))
LABEL = LatePattern(
    r"(?:对话|访谈)?(?:嘉宾|主持人|受访者|采访人|受访人|对话人|嘉賓|主持|策划|执笔|圆桌嘉宾)[：:]?"
)
BRIEF = LatePattern(r"[●◎◆■★]\s*")


OFFICE_AND_NAME = LatePattern(r"[^。！？；]{2,50}[ \u3000：:][\u4e00-\u9fff·]{2,5}")


def is_person(line: str) -> bool:
    """Whether a whole line names somebody: an office, a space, a name.

    >>> is_person("大渡口区委书记 张果")
    True
    """
    line = line.strip()
    return bool(OFFICE_AND_NAME.fullmatch(line) or NAME_ALONE.fullmatch(line))


class FurnitureShape(NamedTuple):
    """Which piece of furniture a line may be, and how much its shape says."""

    role: Role
    shape: Shape


def furniture_shape(line: str) -> FurnitureShape | None:
    """Return which piece of furniture a whole line may be, if it has the shape of one.

    >>> furniture_shape("重庆日报 2024年12月14日 星期六").shape
    <Shape.SHEET: 'sheet'>
    """
    line = line.strip()
    if len(line) > LONGEST_FURNITURE:
        return None
    if parts := sheet_line_parts(line):
        shape = Shape.SOURCE if parts == {"paper", "date"} else Shape.SHEET
        return FurnitureShape(Role.RUNNING_HEAD, shape)
    if parse_jump_line(line) is not None:
        return FurnitureShape(Role.JUMP, Shape.JUMP)
    for role, shape, han in _SHAPES if _KEYS.search(line) else _SHAPES_WITHOUT_KEYS:
        if han.fullmatch_of(line):
            of_page = shape is Shape.EDITOR and EDITORS_OF_PAGE.match(line)
            return FurnitureShape(role, Shape.EDITORS if of_page else shape)
    latin = _LATIN if _may_be_latin(line) else ()
    return next((FurnitureShape(role, shape) for role, shape, form in latin if form.fullmatch(line)), None)


def sheet_line_parts(line: str) -> frozenset[str]:
    """Return the parts of a line that names a sheet and nothing else: two at least, or none.

    >>> sorted(sheet_line_parts("《江城晚报》（2025年10月20日 第 06 版）"))
    ['date', 'page', 'paper']
    >>> sorted(sheet_line_parts("A04 要闻")), sheet_line_parts("《江城晚报》")
    (['page', 'section'], frozenset())
    """
    parts: set[str] = set()
    at = 0
    while at < len(line):
        match, part = SHEET_LINE_PART.match(line, at), "editors"
        if match is not None:
            part = str(match.lastgroup)
        elif line.startswith(_DUTY_FIRST, at):
            match = EDITORS.match(line, at)
        if match is None or match.end() == at or part in parts:
            return frozenset()
        if part != "between":
            parts.add(part)
        at = match.end()
    if "number" in parts and len(parts) >= 3:  # of a list, where there is only one part more
        return frozenset(parts)
    named = bool(parts & {"page", "issue", "editors"}) or {"paper", "date"} <= parts
    return frozenset(parts if len(parts) >= 2 and named else ())


def furniture_role(line: str) -> Role | None:
    """Return the role of the piece of furniture that a whole line has the shape of.

    >>> furniture_role("重庆日报 2024年12月14日 星期六")
    <Role.RUNNING_HEAD: 'running-head'>
    """
    found = furniture_shape(line)
    return None if found is None else found.role


def is_credit(line: str) -> bool:
    """Whether a whole line is a photo credit: 记者 罗斌 摄/视觉重庆."""
    line = line.strip()
    if len(line) <= 40 and (CREDIT.fullmatch_of(line) or SOURCED.fullmatch(line)):
        return True
    return len(line) <= 80 and _may_be_latin(line) and _LATIN_CREDIT.fullmatch(line) is not None


def _may_be_latin(line: str) -> bool:
    """Whether a line may have one of the shapes in Latin script."""
    return not is_wide(line[:1] or " ") and _LATIN_LETTER.search(line) is not None


def is_byline(line: str) -> bool:
    """Whether a whole line is a byline: 本报记者 王政; 本报讯 记者 王政."""
    line = line.strip()
    if len(line) > 60:
        return False
    shaped = BYLINE.fullmatch_of(line) or STAFF.fullmatch_of(line)
    if shaped is None and (names := behind_lead(line)):
        shaped = BYLINE.fullmatch_of(names) or NAME_ALONE.fullmatch(names)
    return shaped is not None and not is_credit(line)


def is_dateline(line: str) -> bool:
    """Whether a whole line is the lead of a report, and names no writer: 本报北京12月7日电."""
    return behind_lead(line.strip()) == ""
