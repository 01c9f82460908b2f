"""The OCR engines: one protocol, a table of names, and the error where none is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from shutil import which
from typing import TYPE_CHECKING, Protocol

from convert.errors import BadSetting

if TYPE_CHECKING:
    from PIL import Image

    from convert.ocr.answer import EngineName, RecognizedLine

AUTO = "auto"
ENGINES = ("rapidocr", "tesseract")
"""In the order in which they are taken."""
MISSING = "no OCR engine is installed"
HINT = "pip install 'backfile[ocr]', or install tesseract"


class Engine(Protocol):
    """Reads the lines of an image of a page."""

    name: EngineName

    def read(self, image: Image.Image, language: str = "") -> tuple[RecognizedLine, ...]:
        """Return its lines, in the engine's own order; `language` is a tag such as zh-Hans, or empty."""
        ...


def find_engine(name: str = "") -> Engine:
    """Return an engine, by its name or the first that is installed.

    Raises:
        BadSetting: it is not installed, or none is.

    """
    return _load_engine(check_engine(name))


def check_engine(name: str = "") -> str:
    """Return the name of an engine that is installed.

    Raises:
        BadSetting: there is no such engine, it is not installed, or none is.

    """
    if name not in ("", AUTO, *ENGINES):
        raise BadSetting(f"no OCR engine named {name!r}", hint=f"choose from: {', '.join(ENGINES)}")
    wanted = (name,) if name in ENGINES else ENGINES
    installed = next(filter(is_installed, wanted), "")
    if not installed:
        message = MISSING if len(wanted) > 1 else f"the OCR engine {name} is not installed"
        raise BadSetting(message, hint=HINT)
    return installed


def is_installed(name: str) -> bool:
    """Whether an engine of ours is installed."""
    if name == "rapidocr":
        return bool(find_spec("rapidocr") and find_spec("onnxruntime"))
    return bool(which(name))


def _load_engine(name: str) -> Engine:
    """Load the module of an engine, and its models."""
    module = import_module(f"convert.ocr.{name}_engine")
    engine: Engine = module.load()
    return engine
