"""Distributions on the path, made of an entry point and a module: as `pip install --target` leaves them."""

from __future__ import annotations

from pathlib import Path


def distribution(folder: Path, name: str, entry_points: str, code: str = "") -> Path:
    """Write a distribution `name` 1.0 into a folder, and return the folder; its module has its name."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / f"{name}.py").write_text(code, "utf-8")
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(entry_points, "utf-8")
    return folder
