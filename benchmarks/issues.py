"""Invented newspaper issues for the benchmarks: the same number makes the same text, on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

LENGTH = 5_400
"""Where an issue stops beginning new articles; with the last one it has about 6,000 characters."""

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
    "陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗凤花方"
)
GIVEN = (
    "安邦博才超辰诚川春淳达丹德冬端恩帆芳菲丰峰甫刚歌光国海涵翰航浩和恒弘厚怀辉惠骥佳坚建江杰介今津景静君凯康可克宽坤岚乐力立廉良林灵"
    "龙路满茂梅民铭墨牧楠宁平朴琪启谦乔清秋全仁荣如锐若山珊尚声胜石舒树松素泰棠天庭桐婉威文西希夏贤翔晓心欣兴修秀旭轩雅妍彦阳瑶叶依怡以"
    "艺逸音英永勇友余瑜宇羽雨玉誉源远月悦越泽展昭哲真之芝知志中舟竹子梓祖"
)
TERRAIN = (
    "白百柏半宝北碧滨长朝赤翠大丹稻东洞渡独方枫福甘高谷桂海寒荷鹤黑红后虎花槐荒黄回火鸡家尖涧蕉金锦井九旧菊君开葵昆兰老雷冷梨荔莲凉柳"
    "六鹿芦鹭麻马麦梅密棉庙鸣南泥牛暖盘蓬枇平破七栖蔷桥茄芹青清泉雀三沙杉上韶狮石双水丝四松笋塔桃藤铁桐万望微温卧乌五西溪霞仙香响小新"
    "星杏雪鸭烟盐燕羊杨野银迎幽榆玉鸢圆月云枣樟照芷钟竹紫"
)
ENDINGS = ("村", "镇", "街道", "社区", "湾", "桥头", "渡口", "新区", "林场", "水库", "集镇", "码头")
POSTS = (
    "办公室主任",
    "总工程师",
    "党委书记",
    "研究员",
    "养护队队长",
    "小学校长",
    "卫生院医生",
    "志愿服务队队长",
)
REPORTERS = ("林知远", "许未迟", "韩叙", "白舟", "何采薇", "丁一诺")
THINGS = (
    "排水管网", "口袋公园", "水上公交", "社区食堂", "图书馆分馆", "山区公路", "老旧电梯", "渡口候船室",
    "农产品冷库", "航标灯塔", "学生接送专线", "停车泊位", "河岸步道", "养老服务站",
)  # fmt: skip
DEEDS = ("改造", "建设", "修缮", "延伸", "清理", "升级", "重新规划", "分期开放")
RESULTS = (
    "居民出行时间平均缩短了一刻钟", "积水路段从十七处减少到两处", "两千多户人家因此受益",
    "每年可节约维护费用四十余万元", "投诉数量比去年同期下降了六成", "周边商铺的客流增加了三成",
)  # fmt: skip
QUOTES = (
    "先把账算清楚,再谈怎么做", "办法是走出来的,不是坐出来的", "事情不大,可是天天都要碰上",
    "大家商量着定下的规矩,大家才愿意守", "慢一点不要紧,要紧的是别回头",
)  # fmt: skip
TIMES = ("今年以来", "去年入冬以后", "3月上旬", "汛期到来之前", "过去三年里", "上个月底", "项目启动之初")
HEADS = ("先听后办", "难事不推", "把账算细", "一条路走到底", "让数据说话", "留住手艺")


def issue(number: int, length: int = LENGTH) -> str:
    """Return the text of an invented issue, damaged as extraction from a printed page damages it."""
    dice = Random(number)
    blocks = list(_page(dice, length))
    return "\n\n".join(blocks) + "\n"


def _page(dice: Random, length: int) -> Iterator[str]:
    """Yield blocks until the issue is long enough: articles, and a column of briefs after each second."""
    yield "云津日报 2026年3月14日 星期六"
    yield str(dice.randint(1, 12))
    written = count = 0
    while written < length:
        count += 1
        article = list(_article(dice))
        if count % 2 == 0:
            article += [f"●{sentence(dice)}(记者 {dice.choice(REPORTERS)})" for _ in range(3)]
        written += sum(len(block) for block in article)
        yield from article
    yield "责任编辑 纪云舒 美术编辑 罗小满 责任校对 邵平"


def _article(dice: Random) -> Iterator[str]:
    yield f"{place(dice)}{dice.choice(DEEDS)}{dice.choice(THINGS)}"
    yield f"云津日报记者 {dice.choice(REPORTERS)}"
    for number in range(dice.randint(6, 9)):
        if number in {2, 5}:
            yield dice.choice(HEADS)
        text = "".join(sentence(dice) for _ in range(dice.randint(2, 5)))
        if dice.random() < 0.25:  # the column ended in the middle of it
            cut = dice.randint(len(text) // 3, len(text) - 4)
            yield text[:cut]
            text = text[cut:]
        yield text
    names = (f"{place(dice)}{person(dice)}" for _ in range(20))
    yield f"名单如下:{'、'.join(names)}。"


def sentence(dice: Random) -> str:
    """Return one sentence with the half-width marks that extraction leaves."""
    where, who, thing = place(dice), person(dice), dice.choice(THINGS)
    deed, result, time = dice.choice(DEEDS), dice.choice(RESULTS), dice.choice(TIMES)
    shape = dice.randrange(5)
    if shape == 0:
        return f"{time},{where}共{deed}{thing}{dice.randint(3, 480)}处,{result}。"
    if shape == 1:
        return f"“{dice.choice(QUOTES)}。”{where}{dice.choice(POSTS)}{who}说。"
    if shape == 2:
        return f"{who}介绍,{thing}的{deed}分为{dice.randint(2, 6)}个阶段:先摸底,再公示,最后验收。"
    if shape == 3:
        return f"{where}的{thing}怎样{deed}?{time},{who}带着{dice.randint(3, 30)}名居民代表走了一圈。"
    return f"记者在{where}看到,{thing}已经完成{deed}一一{result}。"


def place(dice: Random) -> str:
    """Return the name of a place."""
    return dice.choice(TERRAIN) + dice.choice(TERRAIN) + dice.choice(ENDINGS)


def person(dice: Random) -> str:
    """Return the name of a person."""
    return dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
