# ruff: noqa: E501 - lines of CSS and XML
"""Newspaper pages that other programs make: Chromium by CSS, LibreOffice by sections with columns.

    python benchmarks/foreign_pages.py                        both programs, Chinese and Latin; two minutes
    python benchmarks/foreign_pages.py --only box --out pages

boundary, article, role, next   as the scorer counts them
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from page_setting import Article
from pdf_pages import invented, understand
from scoring import Output, as_output, rates

HAN_FONT, LATIN_FONT = "Noto Serif CJK SC", "DejaVu Serif"
STYLE = """
@page {{ size: {width}mm 1100mm; margin: 14mm }}
body {{ font: 9.5pt/1.5 "{font}"; margin: 0; text-align: justify; hyphens: auto }}
p {{ margin: 0 0 {between}em; text-indent: {indent}em }}
h1, h2, h3 {{ text-align: start; hyphens: none }} h1 {{ font-size: 26pt; line-height: 1.2; margin: 2mm 0 }} h2 {{ font-size: 18pt; line-height: 1.2; margin: 1.5mm 0 }}
h3 {{ font-size: 13pt; line-height: 1.25; margin: 2mm 0 1mm }} .by {{ text-indent: 0; font-size: 8.5pt }}
.c {{ column-gap: 6mm; column-rule: {rule} }} .row {{ display: flex; gap: 8mm; border-top: {rule}; padding-top: 2mm }}
aside {{ border: 0.5pt solid; padding: 2mm; margin: 2mm 0; break-inside: avoid }}
figure {{ margin: 1mm 0; break-inside: avoid }} figcaption {{ font-size: 8pt }} .pic {{ height: 32mm; background: #bbb }}
td, th {{ border: 0.3pt solid; padding: 0.3mm 1mm; font-size: 8pt }} table {{ border-collapse: collapse }}
"""
Gold = list[dict[str, Any]]


class Paper(NamedTuple):
    """How a page is set."""

    latin: bool
    columns: int
    indent: bool
    ruled: bool
    dice: Random


def block(role: str, text: str) -> dict[str, str]:
    """Return a block as the scorer reads it."""
    return {"role": role, "text": text}


def story(paper: Paper, least: int) -> tuple[Article, str]:
    """Return an article of so many paragraphs, and who wrote it."""
    article = invented(paper.dice, latin=paper.latin)
    while len(article.paragraphs) < least:
        more = invented(paper.dice, latin=paper.latin)
        article = article._replace(paragraphs=(*article.paragraphs, *more.paragraphs))
    return article, "By M. Tolliver" if paper.latin else "本报记者 王一川"


def set_module(paper: Paper, gold: Gold, level: str, columns: int, extra: str = "", least: int = 6) -> str:
    """Set a headline over the columns of its article; `extra` stands amid its paragraphs."""
    article, writer = story(paper, least)
    gold.append(
        {
            "blocks": [
                block("headline", article.title),
                block("byline", writer),
                *(block("paragraph", text) for text in article.paragraphs),
            ]
        }
    )
    texts = [f"<p>{escape(text)}</p>" for text in article.paragraphs]
    texts.insert(len(texts) // 2, extra)
    return (
        f'<section style="flex: {columns}"><{level}>{escape(article.title)}</{level}><p class="by">{writer}</p>'
        f'<div class="c" style="columns: {columns}">{"".join(texts)}</div></section>'
    )


def set_box(paper: Paper, gold: Gold) -> str:
    """Set a short article in a frame."""
    article, _ = story(paper, 3)
    texts = article.paragraphs[:3]
    gold.append({"blocks": [block("headline", article.title), *(block("paragraph", text) for text in texts)]})
    return f"<aside><h3>{escape(article.title)}</h3>{''.join(f'<p>{escape(text)}</p>' for text in texts)}</aside>"


def columns(paper: Paper, gold: Gold) -> str:
    """Set articles side by side, each under its headline."""
    wide = max(2, paper.columns - 2)
    rows = [set_module(paper, gold, "h1", paper.columns, least=10)]
    for _ in range(2):
        pair = [set_module(paper, gold, "h2", wide), set_module(paper, gold, "h3", paper.columns - wide or 1)]
        rows.append(f'<div class="row">{"".join(pair)}</div>')
    return "".join(rows)


def flow(paper: Paper, gold: Gold) -> str:
    """Let articles run on from column to column, headings in the columns."""
    texts: list[str] = []
    for _ in range(5):
        article, _ = story(paper, 4)
        gold.append(
            {
                "blocks": [
                    block("headline", article.title),
                    *(block("paragraph", text) for text in article.paragraphs),
                ]
            }
        )
        texts += [f"<h3>{escape(article.title)}</h3>", *(f"<p>{escape(t)}</p>" for t in article.paragraphs)]
    return f'<div class="c" style="columns: {paper.columns}">{"".join(texts)}</div>'


def box(paper: Paper, gold: Gold) -> str:
    """Set a frame with an article of its own amid the columns of another one."""
    framed: Gold = []
    inner = set_box(paper, framed)
    outer = set_module(paper, gold, "h1", paper.columns, inner, 12)
    gold += framed
    return outer + set_module(paper, gold, "h2", paper.columns)


def picture(paper: Paper, gold: Gold) -> str:
    """Set a picture with its caption amid the columns."""
    caption = "A view of the old bridge." if paper.latin else "图为老桥现场。"
    figure = f'<figure><img class="pic" style="width: 100%" src="{GREY}"><figcaption>{caption}</figcaption></figure>'
    outer = set_module(paper, gold, "h1", paper.columns, figure, 12)
    gold[-1]["blocks"].append(block("caption", caption))
    return outer + set_module(paper, gold, "h2", paper.columns)


def table(paper: Paper, gold: Gold) -> str:
    """Set a ruled table amid the columns."""
    words = ("rope", "oats", "coal") if paper.latin else ("麦子", "煤炭", "棉布")
    rows = [[word, *(str(paper.dice.randint(100, 999)) for _ in range(2))] for word in words]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    outer = set_module(paper, gold, "h1", paper.columns, f"<table>{cells}</table>", 12)
    blocks = gold[-1]["blocks"]
    at = 2 + (len(blocks) - 2) // 2  # amid the paragraphs, where it is set
    blocks[at:at] = [block("row", cell) for row in rows for cell in row]
    return outer + set_module(paper, gold, "h2", paper.columns)


GREY = "data:image/gif;base64,R0lGODdhAQABAIAAALu7uwAAACwAAAAAAQABAAACAkQBADs="
KINDS: dict[str, Callable[[Paper, Gold], str]] = {
    "columns": columns,
    "flow": flow,
    "box": box,
    "picture": picture,
    "table": table,
}


def page(paper: Paper, kind: str) -> tuple[str, Gold]:
    """Return a page as HTML, and what is to be read of it."""
    gold: Gold = []
    style = STYLE.format(
        font=LATIN_FONT if paper.latin else HAN_FONT,
        width=60 * paper.columns,
        indent=(1 if paper.latin else 2) * paper.indent,
        between=0 if paper.indent else 0.5,
        rule="0.3pt solid" if paper.ruled else "none",
    )
    body = KINDS[kind](paper, gold)
    head = (
        f'<html lang="{"en-GB" if paper.latin else "zh-Hans"}"><meta charset="utf-8"><style>{style}</style>'
    )
    return f"<!doctype html>{head}<body>{body}</body></html>", gold


def by_chromium(paper: Paper, kind: str, folder: Path) -> tuple[bytes, Gold]:
    """Print a page by Chromium."""
    html, gold = page(paper, kind)
    (folder / "page.html").write_text(html, "utf-8")
    words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    target = [f"--print-to-pdf={folder / 'page.pdf'}", f"file://{folder / 'page.html'}"]
    subprocess.run([*words, *target], check=True, capture_output=True)
    return (folder / "page.pdf").read_bytes(), gold


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3"><office:automatic-styles>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="{width}mm" fo:page-height="420mm"
 fo:margin="14mm"/></style:page-layout>
{styles}<style:style style:name="C" style:family="section"><style:section-properties>
<style:columns fo:column-count="{columns}" fo:column-gap="6mm"/></style:section-properties></style:style>
</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P"/>
</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"""
FLAT_STYLE = (
    '<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:text-align="{align}"'
    ' fo:margin-bottom="{after}mm" fo:text-indent="{indent}mm"/><style:text-properties fo:font-size="{size}pt"'
    ' style:font-size-asian="{size}pt" fo:font-family="{font}" style:font-family-asian="{font}"'
    ' fo:font-weight="{weight}" style:font-weight-asian="{weight}"/></style:style>'
)


def by_libreoffice(paper: Paper, kind: str, folder: Path) -> tuple[bytes, Gold]:
    """Print a page by LibreOffice: each article a section of columns under its headline, or all of them one."""
    gold: Gold = []
    parts: list[str] = []
    for number in range(3):
        article, writer = story(paper, 8)
        blocks = [block("headline", article.title), block("byline", writer)]
        blocks += [block("paragraph", text) for text in article.paragraphs]
        gold.append({"blocks": blocks})
        heads = f'<text:p text:style-name="H">{escape(article.title)}</text:p><text:p text:style-name="B">{writer}</text:p>'
        texts = "".join(f'<text:p text:style-name="T">{escape(text)}</text:p>' for text in article.paragraphs)
        inside = heads + texts if kind == "flow" else texts
        section = f'<text:section text:style-name="C" text:name="S{number}">{inside}</text:section>'
        parts.append(section if kind == "flow" else heads + section)
    font = LATIN_FONT if paper.latin else HAN_FONT
    indent = (3.5 if paper.latin else 6.7) * paper.indent
    after = 0 if paper.indent else 2
    styles = FLAT_STYLE.format(
        name="H", align="start", after=1, indent=0, size=20, font=font, weight="bold"
    ) + FLAT_STYLE.format(name="B", align="start", after=1, indent=0, size=8.5, font=font, weight="normal")
    styles += FLAT_STYLE.format(
        name="T", align="justify", after=after, indent=indent, size=9.5, font=font, weight="normal"
    )
    text = FLAT.format(width=60 * paper.columns, columns=paper.columns, styles=styles, body="".join(parts))
    (folder / "page.fodt").write_text(text, "utf-8")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*words, str(folder / "page.fodt")], check=True, capture_output=True)
    return (folder / "page.pdf").read_bytes(), gold


MAKERS = {"chromium": by_chromium, "libreoffice": by_libreoffice}


def main() -> None:
    """Print one row a program, script and kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=2, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(KINDS), help="one kind")
    parser.add_argument("--by", choices=sorted(MAKERS), help="one program")
    parser.add_argument("--out", type=Path, help="a folder for the pages and their gold")
    wanted = parser.parse_args()
    print(f"{'':30} boundary article  role   next")
    for maker in MAKERS if wanted.by is None else [wanted.by]:
        for kind in KINDS if wanted.only is None else [wanted.only]:
            if maker == "libreoffice" and kind not in {"columns", "flow"}:
                continue
            for latin in (False, True):
                row(maker, kind, latin=latin, wanted=wanted)


def row(maker: str, kind: str, *, latin: bool, wanted: argparse.Namespace) -> None:
    """Make some pages of a kind, read them, and print how well."""
    pairs: list[tuple[Output, Output]] = []
    script = "latin" if latin else "han"
    for number in range(wanted.pages):
        dice = Random(f"{wanted.seed} {kind} {latin} {number}")
        paper = Paper(latin, dice.randint(3, 5), dice.random() < 0.6, dice.random() < 0.5, dice)
        with TemporaryDirectory() as folder:
            data, articles = MAKERS[maker](paper, kind, Path(folder))
        gold = {"articles": articles, "furniture": []}
        if wanted.out:
            wanted.out.mkdir(parents=True, exist_ok=True)
            name = f"{maker}_{kind}_{script}_{number}"
            (wanted.out / f"{name}.pdf").write_bytes(data)
            text = json.dumps(gold, ensure_ascii=False, indent=1)
            (wanted.out / f"{name}.gold.json").write_text(text, "utf-8")
        pairs.append((gold, as_output(understand(data))))
    shares = rates(pairs)
    shown: Sequence[float] = [shares[key] for key in ("boundary_F1", "article_F1", "role_acc", "frag_next")]
    print(f"{maker:12} {kind:10} {script:6}  {'  '.join(f'{value:.3f}' for value in shown)}", flush=True)


if __name__ == "__main__":
    main()
