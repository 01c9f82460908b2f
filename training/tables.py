"""The file of weights that the scripts of this folder write to: each keeps the models of the others."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from convert.language.models import WEIGHTS_FILE


def read_weights() -> dict[str, dict[str, float]]:
    """Return the weights of all models, by name."""
    return tomllib.loads(WEIGHTS_FILE.read_text("utf-8")) if WEIGHTS_FILE.exists() else {}


def write_weights(table: Mapping[str, Mapping[str, float]]) -> None:
    """Write the weights of all models to the package's weights.toml."""
    text = "# How much each piece of evidence counts, in log odds. Made by training/fit.py and jumps.py.\n"
    for model in sorted(table):
        text += f"\n[{model}]\n" + "".join(
            f"{key} = {value}\n" for key, value in sorted(table[model].items())
        )
    WEIGHTS_FILE.write_text(text, "utf-8")
