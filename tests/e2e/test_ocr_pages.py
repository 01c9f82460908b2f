"""The benchmark that prints pages and lets tesseract read them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.paths import ROOT

NEEDED = ("PIL", "rapidfuzz")
"""What the benchmark and the scorer import."""
ARTICLES = [
    {
        "title": f"老渡口的候船室第{number}次重新开门",
        "byline": "本报记者 王一川",
        "paragraphs": [
            "老渡口旁的候船室昨天重新开门，里面装了暖气和电灯，墙上挂着一幅江景，老船工们也赶来看热闹。",
            {"role": "subhead", "text": "学生多了"},
            "镇上的图书馆从下周起延长开放时间，晚上九点才关门，管理员说，近来借书的人比去年多了将近一倍。",
        ]
        * 6,
    }
    for number in range(1, 13)
]


@pytest.mark.skipif(
    shutil.which("tesseract") is None or not (ROOT.parent / "shared").is_dir(),
    reason="needs tesseract and the scorer",
)
@pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED),
    reason='needs the extra "bench"',
)
def test_printed_pages_are_read_and_scored(tmp_path: Path) -> None:
    """A page in three formats, each with four figures; what was printed lies beside it."""
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(json.dumps(each) for each in ARTICLES), "utf-8")
    command = [sys.executable, str(ROOT / "benchmarks" / "ocr_pages.py"), str(articles), "--pages", "1"]
    done = subprocess.run(
        [*command, "--columns", "2", "--out", str(tmp_path / "pages")],
        capture_output=True,
        text=True,
        check=False,
    )
    if "languages" in done.stderr or "fc-match" in done.stderr:
        pytest.skip("needs tesseract's chi_sim and Noto fonts")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == [".txt", ".hocr", ".alto.xml"]
    assert all(0.5 < float(row[1]) <= 1 for row in rows)
    gold = json.loads((tmp_path / "pages" / "page_001.gold.json").read_text("utf-8"))
    assert gold["articles"][0]["blocks"][0]["role"] == "headline"
