"""What a comment says of a proposal, in plain words of the document's language.

    edit 拨 -> 拔, .77                “拨”疑为“拔”，可信度 0.77
    join, .03                         疑与“春日的江面……”原为一段，可信度 0.03
    label body -> headline, .4        疑为标题，现作正文，可信度 0.40

Ids and the rule's name are no words for an editor: they stand in the comment's initials and author.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from convert.document.changes import Edited, Joined, Labelled, Placed, Referred, SplitOff, Tabulated, wording
from convert.document.model import Metadata, Proposal
from convert.document.roles import Opening, Role
from convert.typeset import display
from convert.typeset.display import one_line

QUOTED = 60
"""Characters of a text that a comment quotes."""
OPENING_WORDS = 12
"""Characters by which another paragraph is named."""


@dataclass(frozen=True, slots=True)
class CommentWords:
    """Patterns of one language."""

    quote: str
    blank: str
    """Of white space, which a quotation would not show."""
    misread: str
    lacking: str
    superfluous: str
    join: str
    split: str
    label: str
    opens: str
    place: str
    first: str
    ref: str
    table: str
    other: str
    """Of what an installed rule would do."""
    certain: str
    """Behind each of them."""
    roles: Mapping[str, str]
    openings: Mapping[str, str]


SIMPLIFIED = CommentWords(
    "“{}”", "空白", "{before}疑为{after}", "此处疑缺{after}", "{before}疑为多余", "疑与{other}原为一段",
    "此处疑应另起一段",
    "疑为{after}，现作{before}", "疑为{after}之始", "疑应接在{other}之后", "疑应居首", "疑上接{other}",
    "此处疑为表格（{size}）",
    "{before} → {after}",
    "{}，可信度 {:.2f}",
    {
        Role.KICKER: "肩题", Role.HEADLINE: "标题", Role.SUBTITLE: "副题", Role.BYLINE: "署名",
        Role.DATELINE: "电头", Role.LABEL: "栏名",
        Role.HOST: "主持人", Role.PARTICIPANT: "嘉宾", Role.SUBHEAD: "小标题", Role.BODY: "正文",
        Role.BRIEF: "简讯",
        Role.VERSE: "诗行", Role.LIST: "列表项", Role.TABLE_ROW: "表格行", Role.TABLE_CELL: "表格单元",
        Role.TABLE_CAPTION: "表题",
        Role.CAPTION: "图片说明", Role.CREDIT: "图片署名", Role.ADVERTISEMENT: "广告",
        Role.RUNNING_HEAD: "报眉",
        Role.FOLIO: "版次", Role.EDITORS: "编辑署名", Role.JUMP: "转版语",
    },
    {
        Opening.SECTION: "栏目", Opening.ARTICLE: "另一篇", Opening.ADVERTISEMENT: "广告",
        Opening.UNPLACED: "归属不明的片段",
    },
)  # fmt: skip
TRADITIONAL = CommentWords(
    "「{}」", "空白", "{before}疑為{after}", "此處疑缺{after}", "{before}疑為多餘", "疑與{other}原為一段",
    "此處疑應另起一段",
    "疑為{after}，現作{before}", "疑為{after}之始", "疑應接在{other}之後", "疑應居首", "疑上接{other}",
    "此處疑為表格（{size}）",
    "{before} → {after}",
    "{}，可信度 {:.2f}",
    {
        Role.KICKER: "肩題", Role.HEADLINE: "標題", Role.SUBTITLE: "副題", Role.BYLINE: "署名",
        Role.DATELINE: "電頭", Role.LABEL: "欄名",
        Role.HOST: "主持人", Role.PARTICIPANT: "來賓", Role.SUBHEAD: "小標題", Role.BODY: "正文",
        Role.BRIEF: "簡訊",
        Role.VERSE: "詩行", Role.LIST: "列表項", Role.TABLE_ROW: "表格行", Role.TABLE_CELL: "表格單元",
        Role.TABLE_CAPTION: "表題",
        Role.CAPTION: "圖片說明", Role.CREDIT: "圖片署名", Role.ADVERTISEMENT: "廣告",
        Role.RUNNING_HEAD: "報眉",
        Role.FOLIO: "版次", Role.EDITORS: "編輯署名", Role.JUMP: "轉版語",
    },
    {
        Opening.SECTION: "欄目", Opening.ARTICLE: "另一篇", Opening.ADVERTISEMENT: "廣告",
        Opening.UNPLACED: "歸屬不明的片段",
    },
)  # fmt: skip
ENGLISH = CommentWords(
    "“{}”", "white space", "{before} may be {after}", "{after} may be missing here",
    "{before} may be superfluous",
    "may be one paragraph with {other}", "a new paragraph may begin here",
    "may be {after}, is {before} now",
    "{after} may begin here", "may belong behind {other}", "may belong first", "may continue {other}",
    "a table of {size} may begin here",
    "{before} → {after}", "{}; certainty {:.2f}",
    {role: role.value.replace("-", " ") for role in Role},
    {opening: opening.value for opening in Opening},
)  # fmt: skip


def comment_words(meta: Metadata) -> CommentWords:
    """Return the words for a document's language; English where there are none of its own."""
    shared = display.messages(meta)
    return {display.SIMPLIFIED: SIMPLIFIED, display.TRADITIONAL: TRADITIONAL}.get(shared, ENGLISH)


def proposal_in_words(proposal: Proposal, starts: Mapping[str, str], own: CommentWords) -> str:
    """Say what a rule would do; `starts` has how each block begins, by its id."""
    change = proposal.change
    before, after = (_quotation(text, own) for text in wording(change))
    # a doubtful join stands at the second of its paragraphs, and names the first
    named = proposal.block if isinstance(change, Joined) else proposal.other
    name = one_line(starts.get(named, ""), OPENING_WORDS)
    other = own.quote.format(name) if name else ""
    pattern = own.other
    match change:
        case Edited():
            pattern = own.misread if before and after else own.superfluous if before else own.lacking
        case Joined() if other:
            pattern = own.join
        case SplitOff():
            pattern = own.split
        case Labelled():
            pattern, before, after = own.label, own.roles[change.before], own.roles[change.after]
        case Placed() if change.opens is not None:
            pattern, after = own.opens, own.openings[change.opens]
        case Placed():
            pattern = own.place if other else own.first
        case Referred() if other:
            pattern = own.ref
        case Tabulated():
            pattern = own.table
        case _:
            pass
    words = pattern.format(before=before, after=after, other=other, size=wording(change).after)
    return own.certain.format(words.strip(), change.cert)


def _quotation(text: str, own: CommentWords) -> str:
    line = one_line(text, QUOTED)
    return own.quote.format(line) if line else own.blank if text else ""


def quotes(before: str, after: str) -> tuple[str, ...]:
    """Return by what a comment that was written so is told from others of the same rule and place."""
    texts = [one_line(text, QUOTED) for text in (before, after) if text]
    return tuple(f"{left}{text}{right}" for text in texts for left, right in ("“”", "「」"))
