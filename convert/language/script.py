"""Which script and language a text is in, from its characters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

from convert.text.pattern import LatePattern

SIMPLIFIED = frozenset(
    "们这来时国会个对发说学过后动进现实经还见长关开问间应当头战无点报书记电话东车门马鸟鱼龙风飞习业务产区体制总术机构"
    "权济设计划变势标题导员际议论选举广众两严临为义乐买乱争亏亚亿从仅众优伟传伤伦兴养农决况准减凤创别剧办劳势华单卖卫厂厅历厉"
    "压县参双发变叶号吗听启员响园围图圆场坏块坚垒备复够夺奋妇妈孙宁宝实审宪宫宽对寻导将尔尘尝层岁岛币师帐帮带库庆应废异张弹强归录"
)
TRADITIONAL = frozenset(
    "們這來時國會個對發說學過後動進現實經還見長關開問間應當頭戰無點報書記電話東車門馬鳥魚龍風飛習業務產區體製總術機構"
    "權濟設計劃變勢標題導員際議論選舉廣眾兩嚴臨為義樂買亂爭虧亞億從僅眾優偉傳傷倫興養農決況準減鳳創別劇辦勞勢華單賣衛廠廳歷厲"
    "壓縣參雙發變葉號嗎聽啟員響園圍圖圓場壞塊堅壘備復夠奪奮婦媽孫寧寶實審憲宮寬對尋導將爾塵嘗層歲島幣師帳幫帶庫慶應廢異張彈強歸錄"
)
ONLY_SIMPLIFIED = LatePattern(f"[{''.join(sorted(SIMPLIFIED - TRADITIONAL))}]")
ONLY_TRADITIONAL = LatePattern(f"[{''.join(sorted(TRADITIONAL - SIMPLIFIED))}]")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]+")
HANGUL = re.compile(r"[\uac00-\ud7a3]+")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
WORDS = {
    "en": frozenset("the of and to in that was for with his on is by had from were which been".split()),
    "de": frozenset("der die und das den von zu mit dem auf für ist im nicht eine des sich auch".split()),
    "fr": frozenset("le la les de des et du en que une dans qui par est pour sur au pas".split()),
    "es": frozenset("el la los de que en las del por con una para como su al más fue se".split()),
    "it": frozenset("il di che la e per non una del con sono alla della le gli nel dei da".split()),
    "pt": frozenset("os em um uma do dos não na ao às das pelo são seu sua foi mais também".split()),
    "sv": frozenset("och att det som på är av för till inte icke har den med ett var från".split()),
    "da": frozenset("og det er til som på af ikke den et var fra blev hun sig ved".split()),
    "la": frozenset("et in ad est non cum quod quae sed ut ex ab autem atque sunt per enim eius".split()),
    "pl": frozenset("się że jest przez oraz który która przy dla było są tego nie także został roku".split()),
    "cs": frozenset("že jsem jest jeho jako byl byla bylo které který nebo však při až také již dne".split()),
    "hu": frozenset("az és hogy nem egy is meg csak már volt ezt mint vagy után még".split()),
    "nl": frozenset("de het een van en in is dat op te zijn voor met niet aan die er door".split()),
}
"""Words that a page of the language is full of."""
LETTERS = {
    "pl": frozenset("ąęłńśźż"),
    "cs": frozenset("ěřů"),
    "hu": frozenset("őű"),
    "da": frozenset("ø"),
    "pt": frozenset("ãõ"),
    "es": frozenset("ñ"),
}
"""Letters that one language has, of those above: a word with one of them is worth a common word."""
CHARACTERS_LOOKED_AT = 200_000
"""Characters looked at."""


def guess(text: str) -> str:
    """Return the BCP 47 tag of the language a text is most likely in, `und` if nothing tells.

    >>> guess("鹿門舊糖廠變身社區書坊"), guess("The council voted last night to rebuild the weir")
    ('zh-Hant', 'en')
    """
    text = text[:CHARACTERS_LOOKED_AT]
    han, kana, hangul = (sum(map(len, shape.findall(text))) for shape in (HAN, KANA, HANGUL))
    words = [word.lower() for word in LATIN.findall(text)]
    if kana > 0.1 * (han + kana) and kana * 2 > len(words):
        return "ja"
    if hangul > max(han, len(words)):
        return "ko"
    if han * 2 >= len(words) and han:
        simplified, traditional = (
            len(only.compiled.findall(text)) for only in (ONLY_SIMPLIFIED, ONLY_TRADITIONAL)
        )
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return _latin(words)


def _latin(words: list[str]) -> str:
    counts = Counter(words)
    hits = {tag: sum(counts[word] for word in common) for tag, common in WORDS.items()}
    for tag, letters in LETTERS.items():
        hits[tag] += sum(count for word, count in counts.items() if not letters.isdisjoint(word))
    best = max(hits, key=lambda tag: hits[tag])  # of equals the first in the table
    return best if hits[best] else ("en" if words else "und")
