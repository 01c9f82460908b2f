"""What a batch is asked to do, as the ledger keeps it for `retry`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from math import floor, inf
from typing import Any, NamedTuple, Self

from convert.errors import BadSetting
from convert.issue.grouping import GroupBy


class FailureLimit(NamedTuple):
    """After how many failures a run ends."""

    number: float = inf
    is_percent: bool = False

    def of(self, issues: int) -> float:
        """Return how many failures so many issues may have."""
        return floor(self.number * issues / 100) if self.is_percent else self.number


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """The options of `backfile batch`, checked where they are used."""

    sources: tuple[str, ...]
    """Absolute paths and patterns."""
    formats: tuple[str, ...]
    style: str = "newspaper"
    title: str | None = None
    language: str | None = None
    metadata: tuple[str, ...] = ()
    """What else is known of every issue, as texts "issn=1234-5679"."""
    form: str = ""
    """The reader of every source, by name; empty: found out."""
    ocr: str = ""
    """The OCR engine that reads images and draws PDFs, by its name."""
    encoding: str = ""
    max_size: float = 16.0
    """Of a source, in millions of bytes."""
    max_harm: float | None = None
    """Characters in 100,000 that the rules may change wrongly; None: as is said of each issue."""
    words: bool = False
    """The archival XML has the place of each word."""
    images: str | None = None
    """Which pictures reading copies show, where no file beside a source says it: none, small, full."""
    page_images: bool = False
    """Reading copies show images of the pages."""
    by: str = "name"
    """What makes files one issue: name, folder, page."""
    template: str = ""
    decisions: str | None = None
    """A folder of decisions files; an absolute path."""
    house: str | None = None
    """The paper's house pack, where no file beside a source names one; an absolute path."""
    knowledge: str | None = None
    """What was counted in the paper's issues, likewise; an absolute path."""
    jobs: int | None = None
    """Workers; by default one a core."""
    timeout: float = 120.0
    """Seconds that an issue may take; 0: for ever."""
    max_memory: int = 1000
    """Megabytes that a worker may hold; 0: all."""
    max_failures: str = ""
    """A number, or a part of the issues such as 5%; empty: no limit."""
    executor: str = "local"
    scheduler: str = ""
    strict: bool = False
    """Warnings count as failures in the exit status."""
    follow_links: bool = False
    force: bool = False
    """Files that were edited, or are not ours, are replaced; of this run alone."""
    keep_edited: bool = False
    """Issues with such files are left as they are, and the others converted; of this run alone."""

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """Return the options that a ledger holds; what other versions knew besides is passed over.

        Raises:
            BadSetting: one that is missing or cannot be.

        """
        named = {f.name: values[f.name] for f in fields(cls) if f.name in values}
        named.setdefault("by", "page")  # as it was before issues had pages
        for name in ("sources", "formats", "metadata"):
            value = named.get(name, None if name != "metadata" else ())
            if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
                raise BadSetting(f"the options of the run lack {name}", hint="run `backfile batch` again")
            named[name] = tuple(value)
        if named["by"] not in set(GroupBy):
            raise BadSetting(
                "invalid value of by in the options of the run", hint="run `backfile batch` again"
            )
        for field in fields(cls):
            default = field.default
            if default is not MISSING and not _is_like(named.get(field.name, default), default):
                message = f"invalid value of {field.name} in the options of the run"
                raise BadSetting(message, hint="run `backfile batch` again")
        return cls(**named)

    def as_mapping(self) -> dict[str, Any]:
        """Return them as plain values, by name."""
        return asdict(self)

    @property
    def failure_limit(self) -> FailureLimit:
        """After how many failures the run ends.

        Raises:
            BadSetting: neither a number nor a percentage.

        """
        text = self.max_failures
        if not text:
            return FailureLimit()
        number, percent, rest = text.partition("%")
        if rest or not number.replace(".", "", 1).isdecimal() or not number.isascii():
            raise BadSetting(
                f"invalid --max-failures {text!r}", hint="give a number, or a percentage such as 5%"
            )
        return FailureLimit(float(number), bool(percent))


def _is_like(value: object, default: object) -> bool:
    """Return whether a value can stand for an option: it has the type of the default."""
    if default is None:
        return value is None or type(value) in {str, int, float}
    return type(value) is type(default) or (isinstance(default, float) and type(value) is int)
