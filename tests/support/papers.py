"""A small newspaper of our own: issues that share a running head, a column, leads, and little else."""

from __future__ import annotations

from pathlib import Path

HEAD = "渡口要览　第{number}期　总编室"
EDITORS = "本版编辑 何小满"
PLACES = ("东岸", "西岸", "南埠", "北埠", "上街", "下街")
THINGS = ("码头", "茶馆", "桥头", "粮店", "邮局", "澡堂")
SENTENCES = (
    "修缮工程昨天完工，前后用了四十二天，街坊们说夜里终于能看清台阶了。",
    "清早六点开门，掌柜把炉子烧旺，等第一班船的客人上岸。",
    "两边的栏杆重新刷了漆，孩子们放学以后常在那里写作业。",
)


def issue(number: int) -> str:
    """Return an issue: its running head at the top, three articles, the editors at the foot."""
    blocks = [HEAD.format(number=number)]
    for at in range(3):
        place, thing = PLACES[(number + at) % 6], THINGS[(number * 2 + at) % 6]
        blocks.append(f"街谈：{place}{thing}又亮灯了" if at == 0 else f"{place}的{thing}今年第{number}次整修")
        blocks.append(
            f"渡口广播消息（记者 周小岚）{place}{thing}{SENTENCES[at]}{SENTENCES[(at + number) % 3]}"
        )
    return "\n\n".join([*blocks, EDITORS]) + "\n"


def paper(folder: Path, issues: int = 4) -> Path:
    """Write issues into a folder, and return it."""
    folder.mkdir()
    for number in range(1, issues + 1):
        (folder / f"{number:02}.txt").write_text(issue(number), "utf-8")
    return folder
