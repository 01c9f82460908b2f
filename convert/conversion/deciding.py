"""What was decided on a source, loaded from the files that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convert.conversion.loading import check_unchanged
from convert.conversion.settings import Planned, Settings
from convert.decisions.decision import Decisions
from convert.decisions.find import find_all_decisions, find_decisions, load_decisions_file
from convert.document.model import Document
from convert.errors import BadSetting
from convert.system.issue_source import IssueSource
from convert.system.toml import decode_utf8
from convert.text.late import LateModule

if TYPE_CHECKING:
    from convert.decisions import file as decisions_file
    from convert.decisions import pages
else:
    decisions_file = LateModule("convert.decisions.file")
    pages = LateModule("convert.decisions.pages")


def load_decisions(
    source: IssueSource, settings: Settings, document: Document, planned: Planned | None = None
) -> Decisions:
    """Return what was decided on a source, or on the files of an issue; nothing where no file is found.

    Raises:
        BadSetting: a file cannot be read or is no decisions file.
        UnreadableSource: it is not what was planned.

    """
    files = find_all_decisions(source, settings.decisions, follow_links=settings.follow_links)
    data = [load_decisions_file(each.file, settings.limit) for each in files]
    if planned:
        check_unchanged(
            b"".join(data), planned.decisions, files[0].file.location if files else source.location
        )
    if not files:
        return Decisions()
    decisions = [
        decisions_file.read_decisions(decode_utf8(text, each.file.location), each.file.location)
        for each, text in zip(files, data, strict=True)
    ]
    if not document.source.parts:
        return pages.of_one_file(decisions[0], document.meta.name)
    return pages.put_together(
        [(one, each.part) for one, each in zip(decisions, files, strict=True)], document
    )


def unheeded_decisions(source: IssueSource, settings: Settings) -> tuple[str, ...]:
    """Warn of decisions on an archival XML, on which no rule runs.

    Raises:
        BadSetting: the user named them.

    """
    file = find_decisions(source, settings.decisions, follow_links=settings.follow_links)
    if file is None:
        return ()
    message = "decisions have no effect on archival XML, because no rule runs on it"
    hint = "restore its source, and convert the source"
    if settings.decisions and not settings.decisions.is_dir():
        raise BadSetting(message, location=file.location, hint=hint)
    return (f"{file.location}: {message}; {hint}",)
