"""The words of the catalogue's pages and feeds, in English and in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

LANGUAGES = ("en", "zh")
"""Those that the pages speak."""


@dataclass(frozen=True, slots=True)
class FieldMessages:
    """The words at a field of the form."""

    label: str
    help: str


@dataclass(frozen=True, slots=True)
class ReadingMessages:
    """The words of the page on which an issue is read."""

    back: str
    articles: str
    other_formats: str
    controls: str
    view: str
    views: tuple[str, str, str]
    """Reading, corrected, source."""
    mark: str
    marks: tuple[str, str, str]
    """No change, those of words, all."""
    previous_change: str
    next_change: str
    previous_match: str
    next_match: str
    changes: str
    no_changes: str
    change_count: str
    """Of one rule: one, then more."""
    change_counts: str
    certainty: str
    by_reviewer: str
    page: str
    kinds: Mapping[str, str]
    """What kind of change a rule makes, by `document.changes.Kind`."""
    note: str
    """What the three views are."""


@dataclass(frozen=True, slots=True)
class CatalogueMessages:
    """The words of the catalogue, in one language."""

    language: str
    catalogue: str
    page_title: str
    to_search: str
    form: str
    words: FieldMessages
    title: FieldMessages
    begin: FieldMessages
    end: FieldMessages
    search: str
    clear: str
    needs_script: str
    results: str
    more: str
    issues: str
    counted: str
    """First, last and number of the issues on one of several pages."""
    no_date: str
    pages: str
    newer: str
    older: str
    page_of: str
    years: str
    read: str
    feeds: str
    feeds_help: str
    copy: str
    new: str
    by_year: str
    by_title: str
    books: str
    script: Mapping[str, str]
    """What the scripts say, by name."""
    reading: ReadingMessages


ENGLISH = CatalogueMessages(
    language="en",
    catalogue="Catalogue",
    page_title="{}, page {}",
    to_search="Search and newest issues",
    form="Issues",
    words=FieldMessages("Words in the text", "All must occur; of a Latin word its beginning is enough."),
    title=FieldMessages("Newspaper", "A part of its title."),
    begin=FieldMessages("From", "1951 or 1951-03-07"),
    end=FieldMessages("To", "1952 or 1952-12-31"),
    search="Search",
    clear="Clear",
    needs_script="Searching needs JavaScript; the lists below do not.",
    results="Results",
    more="Show more",
    issues="Issues, newest first: {}",
    counted="{} to {} of {}",
    no_date="No date",
    pages="Pages of the list",
    newer="Newer",
    older="Older",
    page_of="Page {} of {}",
    years="Years",
    read="Read here",
    feeds="In a reading app",
    feeds_help="Copy one of these addresses into an app that takes OPDS feeds, such as Thorium or KOReader.",
    copy="Copy",
    new="New",
    by_year="By year",
    by_title="By title",
    books="Collected books",
    script=MappingProxyType(
        {
            "searching": "Searching…",
            "none": "No issue found. Fewer or shorter words find more.",
            "one": "1 issue",
            "many": "{} issues",
            "found": "{} found.",
            "some": "{} found, {} shown.",
            "atMost": "At most {} found, {} shown.",
            "broken": "A part of the index cannot be read ({}). Load the page again, or make the "
            "catalogue anew.",
            "date": "A date is a year, a month or a day: 1951, 1951-03 or 1951-03-07.",
            "letters": "Only letters, digits and characters can be searched for.",
            "read": "Read here",
            "copied": "Copied",
            "file": "This catalogue is read from the disk: apps can take its feeds where a server offers it.",
            "match": "Match {} of {}",
            "noMatch": "No match in this view",
            "source": "Source: “{}”",
            "added": "Not in the source",
            "removed": "Left out: “{}”",
            "change": "Change {} of {}",
            "lineEnd": "line end",
        }
    ),
    reading=ReadingMessages(
        back="Catalogue",
        articles="Articles",
        other_formats="Other formats",
        controls="View",
        view="Show",
        views=("Reading", "Corrected", "Source"),
        mark="Mark",
        marks=("nothing", "changed words", "all changes"),
        previous_change="Previous change",
        next_change="Next change",
        previous_match="Previous match",
        next_match="Next match",
        changes="What was changed",
        no_changes="No word was changed.",
        change_count="1 change",
        change_counts="{:,} changes",
        certainty="certainty {}",
        by_reviewer="decided by a reviewer",
        page="Page {}",
        kinds=MappingProxyType(
            {
                "correction": "mends what was read wrongly",
                "regularization": "writes as the house does",
                "surplus": "leaves out what stands twice",
                "layout": "undoes the printed page",
            }
        ),
        note="Corrected is the reading without what the house writes in its own way. Source has the source's "
        "wording, and the heads and feet of its pages, in the order of the reading.",
    ),
)
CHINESE = CatalogueMessages(
    language="zh-Hans",
    catalogue="目录",
    page_title="{}（第{}页）",
    to_search="检索与最新各期",
    form="检索各期",
    words=FieldMessages("正文检索词", "各词须同时出现；简繁体通用，拉丁字母的词给出开头即可。"),
    title=FieldMessages("报名", "报名的一部分。"),
    begin=FieldMessages("起", "1951 或 1951-03-07"),
    end=FieldMessages("止", "1952 或 1952-12-31"),
    search="检索",
    clear="清除",
    needs_script="检索需要 JavaScript；下面的列表不需要。",
    results="检索结果",
    more="显示更多",
    issues="各期，新的在前：{}",
    counted="第{}至{}期，共{}期",
    no_date="无日期",
    pages="列表分页",
    newer="较新",
    older="较早",
    page_of="第{}页，共{}页",
    years="年份",
    read="在此阅读",
    feeds="在阅读软件中使用",
    feeds_help="将以下地址之一复制到支持 OPDS 的阅读软件（如 Thorium、KOReader）中。",
    copy="复制",
    new="新到",
    by_year="按年份",
    by_title="按报名",
    books="合集",
    script=MappingProxyType(
        {
            "searching": "正在检索……",
            "none": "没有找到。减少或缩短检索词可得到更多结果。",
            "one": "1期",
            "many": "{}期",
            "found": "找到{}。",
            "some": "找到{}，已显示{}期。",
            "atMost": "至多找到{}，已显示{}期。",
            "broken": "索引的一部分无法读取（{}）。请重新载入本页，或重新生成目录。",
            "date": "日期可以是年、月或日：1951、1951-03 或 1951-03-07。",
            "letters": "只能检索文字、字母和数字。",
            "read": "在此阅读",
            "copied": "已复制",
            "file": "目录现从磁盘打开；由服务器提供时，阅读软件才能取用其订阅地址。",
            "match": "检索词第{}处，共{}处",
            "noMatch": "此视图中没有匹配",
            "source": "来源：“{}”",
            "added": "来源中没有",
            "removed": "已略去：“{}”",
            "change": "第{}处更改，共{}处",
            "lineEnd": "换行",
        }
    ),
    reading=ReadingMessages(
        back="目录",
        articles="文章",
        other_formats="其他格式",
        controls="视图",
        view="显示",
        views=("阅读", "订正", "来源"),
        mark="标出",
        marks=("不标", "改字", "全部更改"),
        previous_change="上一处更改",
        next_change="下一处更改",
        previous_match="上一处匹配",
        next_match="下一处匹配",
        changes="更改说明",
        no_changes="文字未作更改。",
        change_count="1处",
        change_counts="{:,}处",
        certainty="可信度{}",
        by_reviewer="由审校者决定",
        page="第{}版",
        kinds=MappingProxyType(
            {
                "correction": "订正误读",
                "regularization": "统一写法",
                "surplus": "删去重复",
                "layout": "还原版面",
            }
        ),
        note="“订正”为未统一写法的阅读文本；“来源”按阅读顺序显示来源文件的原文，并有版头、版脚。",
    ),
)


def catalogue_messages(language: str, languages: Iterable[str] = ()) -> CatalogueMessages:
    """Return the words in a language; where none is given, in that of most issues, as far as we have it.

    "", ["zh-Hans", "zh-Hant", "en"]  ->  Chinese
    """
    counts = Counter(own.lower().split("-")[0] for own in languages)
    spoken = language or ("zh" if counts["zh"] > sum(counts.values()) / 2 else "en")
    return CHINESE if spoken == "zh" else ENGLISH
