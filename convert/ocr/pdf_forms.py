"""Pages of a PDF that draw one thing again and again: a form that draws itself, or others that do so in turn.

    /A draws /A three times                           ->  it would never end
    /A draws /B ten times, /B draws /C ten times, ..  ->  it would end when the memory does

A program that draws such a page expands it before anything else, so it is asked before one is opened.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from io import BytesIO

import pikepdf

MOST = 200_000_000
"""Bytes of drawing that a page may expand to; a broadsheet has a few million."""
MOST_PAGES = 5_000
"""A file of more is not read at all."""
DEEPEST = 60
"""Forms within forms."""
_FORM = re.compile(rb"/Form|/PatternType|/[A-Za-z]*#[0-9A-Fa-f]{2}")
"""What a file with forms has in the plain: the dictionary of a form is never compressed."""
_DRAWS = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s*(Do|scn|SCN|gs)\b")
_KINDS = {b"Do": "/XObject", b"scn": "/Pattern", b"SCN": "/Pattern", b"gs": "/ExtGState"}
"""By the operator that names it, the resources in which a form, a pattern or a soft mask stands."""

_FLATE = frozenset({"/FlateDecode", "/Fl"})
_LETTERS = frozenset({"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"})
"""Filters that cannot swell."""

_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")

Key = tuple[tuple[int, int], tuple[int, int]]
"""A form, and where the names come from that it has none of its own for."""


class _Endless(Exception):
    """A page that would not end."""


def draws_without_end(data: bytes) -> bool:
    """Return whether a page of a PDF expands to more than can be drawn; no if the file cannot be read."""
    if not _FORM.search(data):
        return False
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            forms = _Forms()
            for page in pdf.pages if len(pdf.pages) <= MOST_PAGES else ():
                forms.expanded(page.obj, _resources_of(page.obj), 0)
    except _Endless:
        return True
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, OSError, RecursionError):
        return False
    return False


class _Forms:
    """How much each form of a file expands to."""

    def __init__(self) -> None:
        self._sizes: dict[Key, int] = {}
        self._open: set[Key] = set()

    def expanded(self, drawn: pikepdf.Object, inherited: pikepdf.Object, depth: int) -> int:
        """Return about how many bytes of drawing a page or form expands to.

        Raises:
            _Endless: it draws itself, or is too large.

        """
        own = _own_resources(drawn, inherited)
        key = (drawn.objgen, own.objgen)
        if key in self._open or depth > DEEPEST:
            raise _Endless
        if key in self._sizes:
            return self._sizes[key]
        self._open.add(key)
        inner = _inner_forms(own)
        content = _content(drawn, whole=bool(inner))
        size = len(content)
        if inner:
            names = Counter((_KINDS[kind], _plain(name)) for name, kind in _DRAWS.findall(content))
            for name in names.keys() & inner.keys():
                times = names[name] if name[0] == "/XObject" or _is_nested(inner[name], own) else 1
                size += times * self.expanded(inner[name], own, depth + 1)
        self._open.discard(key)
        if size > MOST:
            raise _Endless
        self._sizes[key] = size
        return size


def _resources_of(page: pikepdf.Object) -> pikepdf.Object:
    """Return the resources of a page, which it may have from those above it."""
    for _ in range(DEEPEST):
        if "/Resources" in page or not isinstance(page.get("/Parent"), pikepdf.Dictionary):
            break
        page = page.Parent
    return _own_resources(page, pikepdf.Dictionary())


def _own_resources(drawn: pikepdf.Object, inherited: pikepdf.Object) -> pikepdf.Object:
    """Return what a page or form states as its resources; else those given."""
    own = drawn.get("/Resources")
    return own if isinstance(own, pikepdf.Dictionary) else inherited


def _is_nested(form: pikepdf.Object, inherited: pikepdf.Object) -> bool:
    """Return whether a pattern or mask may draw others: only then does it grow by being set again and again.

    The map of a town sets one hatching thousands of times, and that hatching is kept when it is drawn.
    """
    return bool(_inner_forms(_own_resources(form, inherited)))


def _inner_forms(resources: pikepdf.Object) -> dict[tuple[str, bytes], pikepdf.Object]:
    """Return the forms, patterns and soft masks that a page or a form may draw, by their kinds and names."""
    found: dict[tuple[str, bytes], pikepdf.Object] = {}
    for kind in dict.fromkeys(_KINDS.values()):
        named = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
        for name, each in named.items() if isinstance(named, pikepdf.Dictionary) else ():
            form = _soft_mask(each) if kind == "/ExtGState" else each
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") != "/Image":
                found[kind, str(name)[1:].encode()] = form
    return found


def _soft_mask(state: pikepdf.Object) -> pikepdf.Object | None:
    """Return what a graphics state draws as its mask."""
    mask = state.get("/SMask") if isinstance(state, pikepdf.Dictionary) else None
    return mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None


def _plain(name: bytes) -> bytes:
    """Return a name without escapes: F#6Frm is Form (ISO 32000-1, 7.3.5)."""
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), name) if b"#" in name else name


def _content(drawn: pikepdf.Object, *, whole: bool) -> bytes:
    """Return what draws a page or a form; as it is stored where nothing within it is asked for."""
    stated = drawn if isinstance(drawn, pikepdf.Stream) else drawn.get("/Contents", pikepdf.Array())
    several = isinstance(stated, pikepdf.Array)
    streams = [stated[number] for number in range(len(stated))] if several else [stated]
    parts: list[bytes] = []
    size = 0
    for each in streams:
        if isinstance(each, pikepdf.Stream):
            parts.append(_decoded(each) if whole else each.read_raw_bytes())
            size += len(parts[-1])
            if size > MOST:
                raise _Endless
    return b"\n".join(parts)


def _decoded(stream: pikepdf.Stream) -> bytes:
    """Return what a stream holds; of one that cannot be decoded nothing, as other pages are still asked for.

    Raises:
        _Endless: it is too large, or compressed several times in a way that cannot be measured.

    """
    stated = stream.get("/Filter", pikepdf.Array())
    names = [str(each) for each in (stated if isinstance(stated, pikepdf.Array) else [stated])]
    packed = [name for name in names if name not in _LETTERS and name != "/Crypt"]
    has_parms = any(key in stream for key in ("/DecodeParms", "/DP"))
    if len(packed) > 1 and (has_parms or not _FLATE.issuperset(packed)):
        raise _Endless
    try:
        if not _FLATE.intersection(packed):
            return bytes(stream.read_bytes())
        data = bytes(stream.read_raw_bytes())
        for name in names:
            if name in _LETTERS:
                data = _unarmoured(data, name)
            elif name in _FLATE:
                data = _inflated(data)
        return bytes(stream.read_bytes()) if has_parms else data
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return b""


def _unarmoured(data: bytes, name: str) -> bytes:
    """Return bytes that were written in letters."""
    with pikepdf.new() as scratch:
        return bytes(pikepdf.Stream(scratch, data, Filter=pikepdf.Name(name)).read_bytes())


def _inflated(data: bytes) -> bytes:
    """Return what was compressed, up to where it is damaged, as that is what is drawn of it.

    Raises:
        _Endless: it is too large. A few bytes that were compressed twice may be gigabytes.

    """
    try:
        whole = zlib.decompressobj().decompress(data, MOST + 1)
    except zlib.error:
        whole = _before_damage(data)
    if len(whole) > MOST:
        raise _Endless
    return whole


def _before_damage(data: bytes) -> bytes:
    """Return what can be decompressed, byte by byte: a fault loses all that came of one call."""
    inflater = zlib.decompressobj()
    whole = bytearray()
    try:
        for number in range(len(data)):
            whole += inflater.decompress(data[number : number + 1])
            if len(whole) > MOST:
                break
    except zlib.error:
        pass
    return bytes(whole)
