"""A stock of short articles of our own, and the damage that extraction does to a page of them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

Article = tuple[str, ...]
"""Headline, byline and paragraphs."""

STOCK: tuple[Article, ...] = (
    (
        "滨江步道二期工程建成开放",
        "本报记者 周晓岚",
        "12月5日，记者从市住房城乡建设委获悉，滨江步道二期工程已经建成，从当天起向市民开放。步道全长4.2公里，沿线新建了三座人行桥。",
        "“以前看江要绕一大圈，现在下楼就是。”家住附近的退休教师王淑珍说，她每天早晚各走一趟，来回正好一万步。",
        "据介绍，步道沿线栽种了两千多棵黄葛树，夏天走在树荫下十分凉快。施工单位还在沿途设置了三百个座椅和八处饮水点。",
        "下一步，有关部门将启动三期工程的前期工作，把步道一直修到老码头，预计后年年底完工。",
    ),
    (
        "老街报亭重新开张",
        "本报记者 李小萌",
        "关了三年的老街报亭昨天上午重新开张。老板张明德把柜台擦了又擦，第一个上门的还是当年的老主顾，一口气买了五份晚报。",
        "张明德今年六十八岁，从父亲手里接过这个报亭，已经整整四十年。他说，最红火的时候，一天能卖出八百多份报纸。",
        "街道办事处负责人表示，报亭除了卖报，还代收快递、代缴水电费，老人们也可以在这里量血压、借雨伞。",
    ),
    (
        "我省小麦长势良好丰收在望",
        "新华社记者 陈立",
        "农业农村厅派出的专家组近日在田间测产，结果显示，今年全省小麦平均亩产有望达到420公斤，比去年同期提高3.5%。",
        "专家提醒，小麦灌浆期要防止倒伏，遇到大风天气应当及时排水，条锈病和蚜虫的防治也不能放松。",
        "在平原县，种粮大户赵国强已经联系好了八台联合收割机。“只要天气好，五天就能收完。”他对记者说。",
    ),
    (
        "市图书馆延长开放时间",
        "本报记者 吴涛",
        "从本周起，市图书馆的开放时间延长到晚上九点，自习室延长到十点。周末和节假日照常开放，不再提前闭馆。",
        "图书馆馆长何静介绍，过去一年到馆读者超过一百二十万人次，其中晚上六点以后入馆的占三成，许多读者多次建议推迟闭馆。",
        "为了保障夜间服务，图书馆新招聘了十二名工作人员，并且增开了两趟接驳公交车。",
    ),
    (
        "电动渡轮开始试航",
        "本报记者 刘洋",
        "一艘可以载客两百人的电动渡轮昨天在江面上试航。与柴油渡轮相比，它没有黑烟，也几乎没有噪声，每年可以减少碳排放六百吨。",
        "轮渡公司总经理孙建国告诉记者，渡轮靠岸充电一个小时，就可以航行八十公里，票价仍然是两元。",
        "按照计划，到明年六月，城区的四条航线将全部换成电动渡轮，旧船经过改造以后作为水上博物馆使用。",
    ),
    (
        "社区食堂让老人吃上热饭",
        "本报记者 郑敏",
        "上午十一点，石桥社区食堂门口已经排起了队。今天的菜单上有红烧肉、清炒时蔬和番茄鸡蛋汤，一份套餐只要十二元。",
        "食堂由街道提供场地，企业负责经营，七十岁以上的老人每餐补贴三元。对行动不便的老人，志愿者把饭菜送到家里。",
        "“一个人做饭，做多了吃不完，做少了又麻烦。”八十二岁的李秀英说，自从有了食堂，她再也不用为吃饭发愁。",
    ),
)
FURNITURE = ("云津日报 2025年12月8日 星期一", "第3版", "综合新闻", "责任编辑 张敏", "（下转第四版）", "A06")
HALF = str.maketrans("，；：？！（）", ",;:?!()")
RADICALS = str.maketrans("人日月水大文", "⼈⽇⽉⽔⼤⽂")
UNSEEN = ("\u200b", "\ufeff", "\x01", "\x08", "\u2060")


def clean_page(dice: Random, articles: int = 3) -> list[str]:
    """Return the blocks of a page as the print has it: whole articles, in order."""
    return [block for article in dice.sample(STOCK, articles) for block in article]


def damaged_page(dice: Random, blocks: list[str]) -> str:
    """Damage a page: cuts, repeats, furniture, half-width marks, unseen characters, hard wraps, CRLF."""
    blocks = list(blocks)
    for _ in range(dice.randrange(4)):
        _cut(dice, blocks, repeat=dice.choice((0, 0, 0, 10)))
    for _ in range(dice.randrange(4)):
        blocks.insert(dice.randrange(len(blocks) + 1), dice.choice(FURNITURE))
    if dice.random() < 0.5:
        blocks = [b.translate(HALF) if dice.random() < 0.7 else b for b in blocks]
    if dice.random() < 0.3:
        blocks = [b.translate(RADICALS) for b in blocks]
    for _ in range(dice.choice((0, 0, 3))):
        at = dice.randrange(len(blocks))
        inside = dice.randrange(len(blocks[at]) + 1)
        blocks[at] = blocks[at][:inside] + dice.choice(UNSEEN) + blocks[at][inside:]
    if dice.random() < 0.3:
        size = dice.choice((14, 18, 22))
        blocks = [_wrapped(block, size) for block in blocks]
    text = "\n\n".join(blocks) + "\n"
    return text.replace("\n", "\r\n") if dice.random() < 0.3 else text


def exchanged_columns(dice: Random) -> str:
    """Cut a page into four columns within paragraphs, and read the second and third the wrong way round."""
    columns: list[list[str]] = [[]]
    for article in dice.sample(STOCK, 4):
        for block in article:
            columns[-1].append(block)
            cut = dice.randrange(20, len(block) - 10) if len(block) > 40 else 0
            if len(columns) < 4 and len(columns[-1]) > 4 and cut:
                columns[-1][-1] = block[:cut]
                columns.append([block[cut:]])
    first, second, third, fourth = columns
    return "\n\n".join([*first, *third, *second, *fourth]) + "\n"


def wrapped_page(dice: Random, size: int) -> str:
    """Set a page of two articles in lines of so many characters."""
    return "\n\n".join([_wrapped(block, size) for block in clean_page(dice, 2)]) + "\n"


def _cut(dice: Random, blocks: list[str], repeat: int) -> None:
    at = dice.randrange(len(blocks))
    text = blocks[at]
    if len(text) > 40:
        inside = dice.randrange(20, len(text) - 10)
        blocks[at : at + 1] = [text[:inside], text[inside - repeat :]]


def _wrapped(text: str, size: int) -> str:
    """Set a paragraph in lines of so many characters, the first one shorter by its indent."""
    if len(text) <= size:
        return text
    lines = [text[: size - 2], *(text[at : at + size] for at in range(size - 2, len(text), size))]
    return "\n".join(lines)


def long_text(characters: int) -> str:
    """Return a damaged text of about so many characters."""
    dice = Random(7)
    pages: list[str] = []
    size = 0
    while size < characters:
        pages.append(damaged_page(dice, clean_page(dice)).replace("\r\n", "\n"))
        size += len(pages[-1])
    return "\n".join(pages)


def invented_pages() -> Iterator[tuple[str, str]]:
    """Yield names and texts of pages: damaged at random, columns exchanged, lines kept."""
    for seed in range(8):
        dice = Random(seed)
        yield f"damaged-{seed}", damaged_page(dice, clean_page(dice))
        yield f"exchanged-{seed}", exchanged_columns(dice)
    for size in (12, 24):  # lines that end within an article with a stop and a quotation mark
        yield f"wrapped-{size}", wrapped_page(Random(0), size)
