"""The content key: while it is the same, an issue's files would come out the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from convert import __version__
from convert.conversion import Settings
from convert.document.model import Metadata
from convert.passes.registry import PASSES, Pass


def run_parts(settings: Settings, steps: Sequence[Pass] = PASSES) -> dict[str, str]:
    """Return the parts of the key that hold for a whole run: options, style, rules, software."""
    made = settings.made.isoformat() if settings.made else ""
    options = [sorted(settings.formats), settings.encoding, made, sorted(map(repr, settings.instead.items()))]
    return {
        "options": digest(repr(options).encode()),
        "style": digest(repr(settings.style).encode() + _fonts(settings)),
        "rules": rules_version(steps),
        "software": __version__,
    }


def rules_version(steps: Iterable[Pass]) -> str:
    """Return the version of a rule set: names, versions and thresholds in running order, and their code.

    The code and the weights count because a rule may act otherwise before somebody raises its version.
    """
    told = [(s.rule.name, s.rule.version, s.rule.kind.value, s.rule.threshold) for s in steps]
    whole = sha256(json.dumps(told).encode())
    top = Path(__file__).parent.parent
    for folder in ("passes", "language"):
        for file in sorted((top / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                whole.update(str(file.relative_to(top)).encode())
                whole.update(file.read_bytes())
    return whole.hexdigest()[:16]


def issue_parts(run: Mapping[str, str], source: bytes, meta: Metadata, decisions: bytes) -> dict[str, str]:
    """Return all parts of an issue's key."""
    return {
        "source": digest(source),
        "metadata": digest(repr(meta).encode("utf-8", "surrogatepass")),
        "decisions": digest(decisions),
        **run,
    }


def key(parts: Mapping[str, str]) -> str:
    """Return the key that the parts make."""
    return digest(json.dumps(dict(sorted(parts.items()))).encode())


def digest(data: bytes) -> str:
    """Return the SHA-256 of data."""
    return sha256(data).hexdigest()


def _fonts(settings: Settings) -> bytes:
    """Return what is in the style's own font files, as digests; a missing one is the writer's to tell."""
    files = [Path(f) for font in settings.style.fonts.values() for f in (font.file, *font.fallback) if f]
    return b"".join(sha256(file.read_bytes()).digest() for file in files if file.is_file())
