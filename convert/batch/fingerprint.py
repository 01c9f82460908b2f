"""The fingerprint of an issue's work: while it is the same, its files would come out the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from pathlib import Path

from convert import __version__
from convert.conversion import Settings
from convert.document.model import Metadata
from convert.issue.house import Packs
from convert.passes.harm import MAX_HARM
from convert.passes.registry import Pass

PACKAGE = Path(__file__).parent.parent
NO_INFLUENCE = frozenset(
    "archive batch catalogue cli collection explain inspection learning review system __pycache__".split()
)
"""Folders of the package whose code cannot alter the files of an issue."""
INTERFACE = frozenset({"click", "rich"})
"""Packages that only talk to people."""
OCR = ("rapidocr", "onnxruntime")
"""Packages of an extra that reads images, where they are installed."""
PLUGINS = ("backfile.readers", "backfile.passes", "backfile.writers", "convert.readers", "convert.writers")
"""Groups of entry points; the last two are former names."""


def run_parts(settings: Settings) -> dict[str, str]:
    """Return the parts that hold for a whole run: options, style, rules, software."""
    timestamp = settings.timestamp.isoformat() if settings.timestamp else ""
    overrides = sorted(map(repr, settings.writer_overrides.items()))
    options = [sorted(settings.formats), settings.encoding, timestamp, overrides, settings.form, settings.ocr]
    options += [
        f"{MAX_HARM if settings.max_harm is None else settings.max_harm:g}",
        str(settings.words),
        str(settings.page_images),
    ]
    return {
        "options": digest(repr(options).encode()),
        "style": digest(repr(settings.style).encode() + _fonts(settings)),
        "rules": ruleset(settings.passes),
        "software": digest(json.dumps([__version__, *sorted(_software())]).encode()),
    }


def ruleset(steps: Iterable[Pass], package: Path = PACKAGE) -> str:
    """Return the digest of a rule set: names, versions and thresholds in running order, code and data.

    All code counts that shapes an output: readers, engine, passes, writers, and the tables they use. A
    rule may act otherwise before somebody raises its version, and a writer has none.
    """
    rules = (step.rule for step in steps)
    listed = [(r.name, r.version, r.kind.value, r.threshold, r.distribution) for r in rules]
    whole = sha256(json.dumps(listed).encode())
    for file in shaping_files(package):
        whole.update(file.relative_to(package).as_posix().encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()[:16]


def shaping_files(package: Path) -> Iterator[Path]:
    """Yield the files of the package that shape an output, in order."""
    for file in sorted(package.rglob("*")):
        inside = file.relative_to(package).parts
        if inside[0] not in NO_INFLUENCE and "__pycache__" not in inside and file.is_file():
            yield file


def _software() -> Iterator[str]:
    """Yield name and version of the packages that outputs are made with, and of installed plugins."""
    try:
        needed = [line for line in requires("backfile") or () if "extra ==" not in line]
    except PackageNotFoundError:
        return
    for name in OCR:
        yield f"{name} {_version(name)}"
    for line in needed:
        name = _name(line)
        if name not in INTERFACE:
            yield f"{name} {_version(name)}"
    for group in PLUGINS:
        for point in entry_points(group=group):
            plugin = point.dist
            yield f"{group} {point.name} {point.value} {plugin.version if plugin else ''}"


def _name(requirement: str) -> str:
    """Return the package of a requirement: "lxml>=6.1.3" -> "lxml"."""
    end = next((n for n, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), len(requirement))
    return requirement[:end].lower()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def issue_parts(
    run: Mapping[str, str], source: str, meta: Metadata, decisions: bytes, packs: Packs
) -> dict[str, str]:
    """Return all parts of an issue's fingerprint; `source` is the SHA-256 of its bytes."""
    return {
        "source": source,
        "metadata": digest(repr(replace(meta, house="", knowledge="")).encode("utf-8", "surrogatepass")),
        "decisions": digest(decisions),
        "house": digest(packs.listed),
        "knowledge": digest(packs.counted),
        **run,
    }


def fingerprint(parts: Mapping[str, str]) -> str:
    """Return the fingerprint that the parts make."""
    return digest(json.dumps(dict(sorted(parts.items()))).encode())


def digest(data: bytes) -> str:
    """Return the SHA-256 of data."""
    return sha256(data).hexdigest()


def _fonts(settings: Settings) -> bytes:
    """Return what is in the style's own font files, as digests; a missing one is the writer's to tell."""
    files = [
        Path(f) for font in settings.style.fonts.values() for f in (font.file, font.bold, *font.fallback) if f
    ]
    return b"".join(sha256(file.read_bytes()).digest() for file in files if file.is_file())
