"""Names and lists whose characters print like those of commoner words, and are right.

"王作民说，…王作民今年五十岁"  ->  a person, however often 工作 stands on the page; 工作民 stands nowhere
"出席的有王作民、李明"         ->  two persons in a list
"巳时，已时，己时"             ->  a list of the three, in which each is meant
"""

from __future__ import annotations

from convert.language.wordpairs import WordPairs
from convert.text.pattern import LatePattern

SURNAMES = frozenset("王田白侯干查刀由粟项权平乌栗")
"""Characters of pairs that print alike with which the name of a person begins."""
GIVEN = LatePattern("[\u4e00-\u9fff]{1,2}")
SAYS = LatePattern("[说說]|告[诉訴]|表示|介[绍紹]|[认認][为為]|指出|强调|強調|回[忆憶]|坦言|透露|[称稱]")
"""What stands behind a person's name, or behind the name of who speaks for others."""
IS_PERSON = LatePattern("今年[^，。]{1,4}[岁歲]|先生|女士|[（(][男女]|[，,][男女][，,]")
"""What stands behind a person's name alone."""
STANDS_ALONE = LatePattern("[，。；：、！？”」』）)]|$|等[，。]|到会|到場|到场|出席|参加|參加|主持")
WITH_OFFICE = LatePattern("[会會][计計](?![划劃算])|[会會区區][长長](?![期远遠久大足效年途达達])")
"""An office that stands behind a surname and whose first character makes a word of what prints like it."""
TITLED = LatePattern(
    "(?:[记記]者|主席|[书書][记記]|[局县縣市省部校院厂廠所村镇鎮乡鄉区區站社队隊会會]长|[局縣市部校院所村鎮鄉區站社隊會]長|主任|[经經]理|教授"
    "|[医醫][生师師]|老[师師]|同志|村民|[农農]民|[学學]生|司机|司機|[演党黨队隊]员|[演黨隊]員)$"
)
"""What stands before a person's name."""
IN_HAN = LatePattern("[\u4e00-\u9fff]{2}")
BETWEEN = frozenset("，、,;；/和与與及或")
"""What stands between two members of a list."""
COMMON = (
    "王李张刘陈杨黄赵周吴徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧董袁潘蒋蔡余叶程苏魏吕丁沈姚卢姜崔钟谭陆汪"
    "張劉陳楊黃趙吳孫羅鄭謝許韓馮鄧蕭葉蘇魏呂盧鐘譚陸"
)
"""The commonest surnames: a word of two or three characters in a list of names begins with one of them."""
NAME_BEFORE = LatePattern(rf"(?:^|[^\u4e00-\u9fff]|[有是为由])[{COMMON}][\u4e00-\u9fff]{{1,2}}[、和与與及]$")
NAME_BEHIND = LatePattern(rf"、[{COMMON}][\u4e00-\u9fff]{{1,2}}(?:[、，。；）)和与與及等]|$)")
"""A name that stands in a list before or behind another one."""
NO_GIVEN = frozenset(
    "的地得了着过過在是不也都就又和与與及或而从從对對向把被中上下里裏内內時时人员員者组組会會队隊部们們"
)
"""Characters that hardly ever end a given name, and often stand behind a word of two."""


def is_person(text: str, at: int, reading: str, near: str, words: WordPairs) -> bool:
    """Whether a surname and a given name stand here, which another character would make a common word of.

    The name recurs near by, and nothing does that the other character makes of it; or a title stands before
    it, or a verb of saying behind it, or a name beside it in a list; or somewhere near by both do, or an age
    or an address stands behind it.
    """
    if text[at] not in SURNAMES:
        return False
    if WITH_OFFICE.match(text, at + 1) and (SAYS.match(text, at + 3) or STANDS_ALONE.match(text, at + 3)):
        return True
    given = GIVEN.match(text, at + 1, at + 3)
    if given is None:
        return False
    names = (text[at : at + 2], text[at] + given[0])
    if any(_is_proven(name, near) for name in {*names}):
        return True
    name, other = names[1], reading + given[0]
    if len(name) < 3 or name[-1] in NO_GIVEN or words.word(other) is not None or other in near:
        return False
    titled = TITLED.search(text[max(0, at - 3) : at]) and STANDS_ALONE.match(text, at + 3)
    listed = NAME_BEHIND.match(text, at + 3) or NAME_BEFORE.search(text[max(0, at - 5) : at])
    return near.count(name) > 1 or SAYS.match(text, at + 3) is not None or bool(titled or listed)


def _is_proven(name: str, near: str) -> bool:
    """Whether somewhere an age or an address stands behind a name, or a title and a verb around it."""
    start = near.find(name)
    while start >= 0:
        end = start + len(name)
        if IS_PERSON.match(near, end):
            return True
        if SAYS.match(near, end) and TITLED.search(near[max(0, start - 3) : start]):
            return True
        start = near.find(name, end)
    return False


def is_listed(text: str, at: int, others: str) -> bool:
    """Whether the word of a character stands beside the same word with one that prints like it."""
    for start in (at - 1, at):
        word = text[max(0, start) : start + 2]
        if IN_HAN.fullmatch(word) is None:
            continue
        before, behind = text[max(0, start - 3) : start], text[start + 2 : start + 5]
        forms = [word.replace(text[at], other) for other in others]
        if (before[:2] in forms and before[2:] in BETWEEN) or (behind[1:] in forms and behind[:1] in BETWEEN):
            return True
    return False
