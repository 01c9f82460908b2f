"""The work list: what is to be converted, from folders, files, patterns and manifests."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from convert.batch.manifest import ENDINGS, read_manifest
from convert.errors import UnreadableSource
from convert.system.find import TEXT, SourceFile, Sources, count_suffixes, find_named, unique
from convert.system.paths import printable_path


def work_list(
    arguments: Iterable[str], out: Path, suffixes: tuple[str, ...] = TEXT, *, follow_links: bool = False
) -> Sources:
    """List the sources that the arguments name, each path once, in their order; folders are sorted.

        issues/  "1951/*.txt"  page.txt  list.csv  list.jsonl

    Paths are made absolute; a link is a source with an error unless `follow_links` is set. OUT is not
    searched. Messages call a source by its path below the folder that named it.

    Raises:
        BadSetting: a manifest that is none.
        UnreadableSource: an argument that names nothing.

    """
    sources: list[SourceFile] = []
    others: list[Path] = []
    for argument in arguments:
        path = Path(os.path.abspath(argument))  # noqa: PTH100 - resolve() would follow links
        if path.suffix.lower() in ENDINGS and path.is_file():
            sources += read_manifest(path, printable_path(argument), follow_links=follow_links)
        else:
            named = find_named(str(path), suffixes, others, leave_out=out, follow_links=follow_links)
            sources += [_relabelled(source) for source in named]
    return Sources(unique(sources), dict(sorted(count_suffixes(others).items())))


def _relabelled(source: SourceFile) -> SourceFile:
    label = printable_path(source.mirrored)
    error = source.error and UnreadableSource(source.error.message, location=label, hint=source.error.hint)
    return replace(source, label=label, error=error)
