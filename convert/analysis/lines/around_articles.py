"""Lines around an article that are whole, and none of its text: whence it is, who edited it, whom it goes to.

    "来源：云岭日报", "2024-05-17 08:32", "编辑 | 小满"   ->  under the headline or the text of a web page
    "主题词：城市　排水", "抄送：市委办公厅"               ->  under an official paper
    "第九回　老艄公夜渡芦花荡"                            ->  over a chapter

Each form is of a whole line. What it is, the number, the key or the blank in it tells.
"""

from __future__ import annotations

from convert.text.pattern import LatePattern

_KEYS = "来源 來源 文字 文 编辑 編輯 记者 記者 校对 校對 审核 審核 监制 责编 摄影 攝影 图片 图 视频 作者 主编"
_ANY_KEY = f"(?:{'|'.join(_KEYS.split())})"
_STAMP = r"\d{4}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日)[ \u3000]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_NAME = r"[\u4e00-\u9fff]{2,4}"
_SOURCE = (
    rf"{_ANY_KEY}[：:]\S{{1,20}}|字号\S{{0,8}}"
    r"|[^，。；：！？\s]{1,12}(?:[报報网網社台刊]|客户端|在线|在線|新闻|新聞)"
)
WEB_CREDIT = LatePattern(
    r"(?:(?:文章|信息|新闻|稿件)?(?:来源|來源|稿源)|(?:本文)?作者|发布(?:时间|日期|者)|發布時間|责任编辑|責任編輯)"
    r"[：:][ \u3000]?[^，。；：！？\s]{2,12}"
    rf"|{_ANY_KEY}[ ]?[|｜丨][ ]?[^，。；：！？]{{2,20}}"
    rf"|{_ANY_KEY}[ ]?[／/][ ]?(?!{_ANY_KEY}(?![ \u3000])){_NAME}(?:[ \u3000、]+{_NAME}){{0,3}}"
    rf"|(?:(?:发布|發布|更新)?(?:时间|時間)[：:])?[ ]?{_STAMP}(?:[ \u3000]+(?:{_SOURCE})){{0,2}}"
)
"""A line of a web page: 来源：云岭日报, 编辑 | 小满, 2024-05-17 08:32; none is 编辑/记者岗位招聘启事."""
OFFICIAL_LINE = LatePattern(
    r"(?:主题词|主題詞|抄送|抄报|抄報|主送|分送|发送)[：:][ \u3000]?[^。]{2,60}"
    r"|[（(]?(?:此件)?共印[\d〇一二三四五六七八九十百千]+份[）)]?"
)
"""A line under an official paper: its subject, and whom it is sent to."""
LONGEST_OFFICIAL = 20
"""Characters of such a line that goes on in none below: a list of offices is often longer than a line."""
_CHAPTER_NUMBER = r"第[\d一二三四五六七八九十百〇]{1,4}[回章节節卷幕折集讲講][ \u3000]+"
_HALF = r"[^，。；：！？、\s]"
_EVEN = "|".join(f"{_HALF}{{{size}}}，{_HALF}{{{size}}}" for size in range(4, 10))
CHAPTER = LatePattern(
    rf"{_CHAPTER_NUMBER}(?:[^，。；：！？\s][^，。；！？\s]{{0,13}}{_HALF}"
    rf"|{_HALF}{{4,12}}[ \u3000]+{_HALF}{{4,12}})"
    rf"|第[\d一二三四五六七八九十百〇]{{1,4}}回[ \u3000]+(?:{_EVEN})"
)
"""The title of a chapter, after its number and a blank: 第九回　老艄公夜渡芦花荡　小交通智过鬼门关.

It is short, or has two halves: 第二节 石门队加强了内线防守，连续抢断得手，把比分追 is a line of a report.
"""
INLINE_ITEMS = LatePattern(r"(?:^|[ \u3000])\d{1,2}[.．、](?!\d).+?[ \u3000]\d{1,2}[.．、](?![\d\s]).*")
"""A line of several items with numbers: 1.炮二平五　马8进7　2.马二进三."""
