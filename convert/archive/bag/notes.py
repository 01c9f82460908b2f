"""What a bag is told of its issues, beside what their files say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from convert.archive.bag.info import BagEntry
from convert.archive.bag.issue_files import SampleEvent
from convert.text.time_text import utc_text


@dataclass(frozen=True, slots=True)
class BagNotes:
    """What a ledger says of the issues of a folder; plain values."""

    stale: Mapping[str, str] = field(default_factory=dict)
    """Why an issue is left out, by its path without an ending."""
    stale_files: Mapping[str, str] = field(default_factory=dict)
    """Why a single file is left out, by its path."""
    failed: Sequence[Mapping[str, str]] = ()
    """What failed, and why."""
    made: Mapping[str, datetime] = field(default_factory=dict)
    """When the files of an issue, as they are, were first made, by its path without an ending."""
    samples: Mapping[str, Sequence[SampleEvent]] = field(default_factory=dict)
    """What people looked at by sample, by the path of an issue without an ending."""
    only: datetime | None = None
    """The time of all that was done, where one was given for it: SOURCE_DATE_EPOCH."""

    info: Sequence[BagEntry] = ()
    """What is stated for bag-info.txt."""
    profile: Mapping[str, object] = field(default_factory=dict)
    """The BagIt profile that the bag is to fit; nothing: none was named."""

    def dated_failures(self, timestamp: datetime) -> list[dict[str, str]]:
        """Return what failed, each with a time: that of all events, its own, or that of the bag."""
        only = {"when": utc_text(self.only)} if self.only else {}
        return [{"when": utc_text(timestamp), **values, **only} for values in self.failed]

    def dated_samples(self, stem: str) -> Iterator[SampleEvent]:
        """Yield the samples of an issue, each with a time: that of all events, or its own."""
        for sample in self.samples.get(stem, ()):
            yield sample._replace(when=utc_text(self.only)) if self.only else sample

    def reason(self, path: str) -> str:
        """Say why an issue or a file is left out."""
        return self.stale.get(path) or self.stale_files[path]
