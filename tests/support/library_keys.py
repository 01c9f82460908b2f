"""A newspaper of which a library knows everything that it can say."""

from __future__ import annotations

from convert.document.model import Metadata

CATALOGUED = Metadata(
    title="重庆日报",
    date="2025-12-08",
    language="zh-Hans",
    issn="0028-0836",
    publisher="报业集团",
    place="重庆",
    rights="版权所有",
    licence="CC BY 4.0",
    creator="编辑部",
    call_number="D 1",
    collection="民国报纸",
    holding_institution="重庆图书馆",
)
