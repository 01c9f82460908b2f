"""Small documents as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Literal

import pikepdf

from convert.document.actions import Action, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document
from convert.document.roles import Opening, Role
from convert.typeset.styles import StyleSheet, load_style
from convert.typeset.writer import Rendered, WriteContext
from convert.writers.pdf import write_pdf

ISSUE = [
    (Role.KICKER, "本报讯"),
    (Role.HEADLINE, "新桥通车"),
    (Role.SUBTITLE, "两岸十分钟可达"),
    (Role.BYLINE, "记者 林知远"),
    (Role.BODY, "今天上午，新桥正式通车。" * 30),
    (Role.SUBHEAD, "怎么走"),
    (Role.BODY, "由北岸匝道上桥，限速六十公里。"),
    (Role.CAPTION, "通车现场。"),
    (Role.CREDIT, "韩叙 摄"),
    (Role.HEADLINE, "简讯"),
    (Role.BRIEF, "● 图书馆延长开放时间。"),
    (Role.BRIEF, "● 口袋公园开工。"),
    (Role.RUNNING_HEAD, "第三版"),
]


def written(
    issue: Document, style: StyleSheet | None = None, context: WriteContext | None = None
) -> Rendered:
    """Write an issue in a style."""
    return write_pdf(issue, style or load_style("newspaper"), context or WriteContext())


def opened(issue: Document, openings: Sequence[tuple[int, Opening]]) -> Document:
    """Open sections, articles or fragments at blocks."""
    actions: list[Action] = [Place(block, block - 1, opens=opening) for block, opening in openings]
    return rewrite(issue, Rule("openings", Kind.LAYOUT), actions)


def fronted(front: Literal["page", "compact", "none"]) -> StyleSheet:
    """Return the newspaper style with another front."""
    sheet = load_style("newspaper")
    return replace(sheet, page=replace(sheet.page, front=front))


def embedded_fonts(data: bytes) -> list[tuple[str, str]]:
    """Return name and font of each font of the last page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [(name, str(f.BaseFont)) for name, f in pdf.pages[-1].obj.Resources.Font.as_dict().items()]
