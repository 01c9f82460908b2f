"""Which file a reference in a container means: one below its folder, or none."""

from __future__ import annotations

import re
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
LONGEST = 1000
"""Characters of a reference that is looked at."""
LONGEST_NAME = 200
"""Of the name of a file."""


def relative_path(href: str, folder: str = "") -> str:
    r"""Return the path below the container's root that a reference means; empty where it leads elsewhere.

    `folder` is that of the file which has the reference, below the root. No URL is fetched, and no path
    leaves the root.

    >>> relative_path("file://./ALTO/1.xml"), relative_path(r"ALTO\1.xml"), relative_path("../1.xml", "toc")
    ('ALTO/1.xml', 'ALTO/1.xml', '1.xml')
    >>> relative_path("../1.xml"), relative_path("/etc/passwd"), relative_path("https://a.example/1.xml")
    ('', '', '')
    """
    text = href.strip().replace("\\", "/")
    if len(text) > LONGEST:
        return ""
    if text[:5].lower() == "file:":
        text = unquote(text[5:].removeprefix("//"))
    elif _SCHEME.match(text):
        return ""
    if not text or text.startswith(("/", "~")) or "\0" in text or _SCHEME.match(text):
        return ""
    steps: list[str] = []
    for step in f"{folder}/{text}".split("/"):
        if step == ".." and not steps:
            return ""
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def file_name(href: str) -> str:
    r"""Return the name of the file that a reference means, without its folders; empty where it has none.

    >>> file_name("file://./ALTO/1.xml"), file_name("https://a.example/1.xml?page=1"), file_name("..")
    ('1.xml', '1.xml', '')
    """
    text = href.strip()[-LONGEST:].replace("\\", "/").partition("?")[0].rstrip("/")
    name = unquote(text.rpartition("/")[2])[-LONGEST_NAME:]
    return "" if name in ("", ".", "..") or not name.isprintable() or "/" in name else name
