"""From options to what holds for a whole run, checked before anything is read or written."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from convert.conversion import Settings
from convert.errors import BadSetting
from convert.issue.metadata import check_metadata
from convert.ocr.engines import check_engine
from convert.passes.installed import load_passes
from convert.readers.registry import find_reader, load_readers, with_engine
from convert.text.encoding import resolve_encoding
from convert.typeset.styles import StyleSheet, load_style
from convert.typeset.timestamp import epoch
from convert.typeset.writer import Writer
from convert.writers.registry import find_writers, writer

MOST = 2000
"""Megabytes; beyond that a single document would need more memory than machines have."""

TAKERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "--show-changes": ("pdf", "epub"),
        "--attach": ("pdf",),
        "--review": ("docx",),
        "--no-widths": ("docx",),
        "--embed-fonts": ("epub",),
        "--words": ("xml",),
        "--page-images": ("pdf", "epub", "docx"),
    }
)
"""The formats that an option is for."""


def check_settings(
    formats: tuple[str, ...],
    *,
    style: str,
    encoding: str,
    max_size: float,
    max_harm: float | None = None,
    form: str = "",
    ocr: str = "",
    show_changes: bool = False,
    attach: bool = False,
    review: bool = False,
    no_widths: bool = False,
    embed_fonts: bool = False,
    words: bool = False,
    page_images: bool = False,
    decisions: str | None = None,
    follow_links: bool = False,
    strict: bool = False,
    metadata: Sequence[str] = (),
    **flags: str | None,
) -> Settings:
    """Check all that holds for the whole run.

    Raises:
        BadSetting: a format, style, encoding, date or language that cannot be; a wrong SOURCE_DATE_EPOCH;
            an installed reader, rule or writer that cannot be.

    """
    if not 0 < max_size <= MOST:
        raise BadSetting(f"invalid --max-size {max_size:g}", hint=f"give a number up to {MOST}")
    find_writers()  # refuses one with a name of ours, even where nobody asks for it
    for name in formats:
        writer(name)
    readers = load_readers()
    if ocr:
        check_engine(ocr)
        readers = with_engine(readers, ocr)
    if form:
        find_reader(form, readers)
    _check_flags(
        formats,
        {
            "--show-changes": show_changes,
            "--attach": attach,
            "--review": review,
            "--no-widths": no_widths,
            "--embed-fonts": embed_fonts,
            "--words": words,
            "--page-images": page_images,
        },
    )
    configured: dict[str, Writer] = {}
    if "pdf" in formats and (show_changes or attach):
        configured["pdf"] = pdf_writer(show_changes=show_changes, attach=attach)
    if no_widths and not review:
        raise BadSetting("--no-widths needs --review", hint="add --review")
    if review:
        configured["docx"] = docx_writer(widths=not no_widths)
    if encoding:
        resolve_encoding(encoding)
    named = {key: value for key, value in flags.items() if value is not None}
    stated = check_metadata({**_metadata(metadata), **named}, "")
    timestamp = epoch(os.environ.get("SOURCE_DATE_EPOCH", ""))
    sheet = load_configured_style(style, show_changes=show_changes, embed_fonts=embed_fonts)
    limit = round(max_size * 1_000_000)
    file = Path(decisions) if decisions else None
    return Settings(
        formats,
        sheet,
        stated,
        encoding,
        limit,
        timestamp,
        configured,
        file,
        form=form,
        follow_links=follow_links,
        strict=strict,
        readers=readers,
        ocr=ocr,
        passes=load_passes(),
        max_harm=max_harm,
        words=words,
        page_images=page_images,
    )


def _metadata(statements: Sequence[str]) -> dict[str, str]:
    """Return what `--metadata` says: ["issn=1234-5679"] -> {"issn": "1234-5679"}.

    Raises:
        BadSetting: one has no key.

    """
    values = {}
    for statement in statements:
        key, equals, value = statement.partition("=")
        if not equals:
            hint = 'give KEY=TEXT, such as --metadata "publisher=申报馆"'
            raise BadSetting(f"--metadata {statement[:40]!r} has no =", hint=hint)
        values[key.strip()] = value
    return values


def _check_flags(formats: Sequence[str], flags: Mapping[str, bool]) -> None:
    """Refuse an option for a format that is not written."""
    for flag, given in flags.items():
        takers = TAKERS[flag]
        if given and not set(takers) & set(formats):
            names = " or ".join(takers)
            raise BadSetting(f"{flag} needs {names}", hint=f"add {takers[0]} to -f, or leave it out")


def load_configured_style(name: str, *, show_changes: bool, embed_fonts: bool) -> StyleSheet:
    """Return a style, with the options for the EPUB in it.

    Raises:
        StyleError: as `load_style` raises.

    """
    sheet = load_style(name)
    epub = sheet.epub
    return replace(
        sheet,
        epub=replace(
            epub, corrections=epub.corrections or show_changes, embed_fonts=epub.embed_fonts or embed_fonts
        ),
    )


def pdf_writer(*, show_changes: bool, attach: bool) -> Writer:
    """Return the writer of a PDF that holds more than the reading."""
    from convert.writers.pdf.options import ConfiguredPdfWriter  # noqa: PLC0415 - loads reportlab

    return ConfiguredPdfWriter(show_changes=show_changes, attach=attach)


def docx_writer(*, widths: bool) -> Writer:
    """Return the writer of a Word document with tracked changes; `widths`: with those of width alone."""
    from convert.writers.docx import ReviewDocxWriter  # noqa: PLC0415 - loads python-docx

    return ReviewDocxWriter(widths)
