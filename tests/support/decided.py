"""Decisions written into a decisions file, as a person writes them."""

from __future__ import annotations


def decided(listed: str, *changes: tuple[str, str]) -> str:
    """Edit a decisions file as a person does: in the first entry that has some words, set `decide`."""
    entries = listed.split("\n\n")
    for words, verdict in changes:
        place = next(n for n, e in enumerate(entries) if words in e and 'decide = ""' in e)
        entries[place] = entries[place].replace('decide = ""', verdict)
    return "\n\n".join(entries)
