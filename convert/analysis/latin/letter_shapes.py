"""Shapes of Latin type that a recogniser takes for each other.

In antiqua rn looks like m, li like h, c like e; in Fraktur ſ like f, n like u, k like t, B like V. A pair
costs the more the less alike its shapes are. The tables were written by hand; none was counted.
"""

from __future__ import annotations

from collections.abc import Mapping

ANTIQUA = {
    1.0: (
        "rn>m m>rn c>e e>c n>u u>n h>b b>h li>h ii>n l>i i>l 1>l 1>i l>t t>l f>s 0>o tb>th tn>th tii>th o>e "
        "e>o ih>th"
    ),
    1.7: (
        "a>o o>a a>e e>a s>a a>s cl>d d>cl h>li n>ii ii>u u>ii in>m ni>m m>in m>ni nn>m m>nn iu>m ui>m "
        "tli>th il>h h>il lt>h f>t t>f r>t t>r r>i i>r v>y y>v v>r r>v g>q q>g fi>li li>fi vv>w w>vv c>o "
        "o>c 5>s 6>o 8>s rn>in in>rn ri>n n>ri !>l !>i |>l |>i j>i i>j u>v v>u cs>es es>cs ll>il il>ll "
        "k>h h>k tt>ff fl>ff d>a a>d x>z z>s s>z f>l l>f b>l l>b li>k k>li iv>w rv>w"
    ),
    2.5: (
        "s>e e>s s>n n>s r>n n>r n>m m>n u>a a>u n>a a>n n>h h>n o>d d>o p>n n>p p>y y>p d>b b>d d>h ri>m "
        "m>ri im>un un>im hn>bn ft>st fi>si si>fi g>s s>g g>y y>g g>e e>g tl>d ti>n it>n n>it ll>n n>ll "
        "lu>hi hi>lu iii>m m>iii ln>m rm>nn nu>mi mu>nm t>c c>t r>c c>r r>e e>r r>s s>r ff>il ct>et et>ct "
        "rt>n y>j h>ln w>m m>w w>u u>o o>u ol>d 6>e 9>g 3>s 4>a £>e ?>s l>d 0>e x>r x>v"
    ),
    1.3: (
        "B>R R>B B>E E>B C>G G>C O>Q O>C C>O O>D D>O 0>O I>l l>I I>J J>I I>T H>II II>H H>N N>H H>M M>H "
        "U>II E>F F>E P>F F>P T>I T>Y Y>T V>Y Y>V K>R R>K M>N N>M 8>B 5>S S>5 1>I L>I h>H c>C o>O s>S v>V "
        "w>W W>w V>v S>s C>c O>o L>E E>L T>F A>R R>A N>X X>N P>R R>P I>L D>B B>D W>V I>1"
    ),
}
"""Pairs of what was read and what was printed, by what they cost; the last row is of capitals."""
ACCENTS = {
    1.0: (
        "ce>œ oe>œ cc>œ e>é é>e e>è è>é é>è e>ê ê>e ô>ê ó>é ò>è ô>é c>ç ç>c a>à à>a i>î î>i i>ï u>û û>u "
        "o>ô ô>o a>â â>a u>ù"
    ),
    1.7: "6>é è>ê ê>è é>ê ê>é é>c c>é é>o o>é ö>ê ô>è è>ô î>t i>! t>î û>n d>â ë>é é>ë ü>û ï>î î>ï ä>â",
}
"""What French has beside it."""
UMLAUTS = {
    1.0: "a>ä o>ö u>ü ä>a ö>o ü>u à>ä ò>ö ù>ü á>ä ó>ö ú>ü â>ä ô>ö û>ü ii>ü n>ü ü>n ss>ß ß>ss fs>ß",
    1.7: "li>ü ti>ü il>ü ä>ö ö>ä ö>ü ü>ö é>ä é>ö ë>ä õ>ö ã>ä ti>ä ö>d B>ß ß>b lt>ü it>ü fi>ß st>ß sz>ß ß>s",
}
"""What German has beside it."""
FRAKTUR = {
    0.7: "f>s s>f n>u u>n c>e e>c k>t t>k r>x x>r b>h h>b o>v v>o B>V V>B ff>ss ft>st fs>ss sf>ss ß>tz",
    1.3: (
        "y>h h>y y>n d>b b>d b>v v>b l>k k>l i>t t>i l>t t>l l>i i>l l>f f>l l>s s>l i>r r>i r>t t>r m>w "
        "w>m cb>ch ch>cb eh>ch ch>eh cl>ck ct>ck ck>ct ck>ch ch>ck fch>sch sch>fch tz>ß fz>ß ß>fz z>g d>o "
        "o>d v>d a>o o>a a>u u>a a>n n>a g>q q>g e>t m>nn nn>m m>in in>m m>ni ni>m w>ro iv>w tv>w rv>w "
        "p>v v>p y>v v>y R>K K>R N>R R>N E>C C>E G>E E>G G>C C>G G>S S>G U>A A>U D>O O>D M>W W>M V>P P>V "
        "I>J J>I B>D D>B J>F F>J N>M M>N L>S S>L L>C C>L T>X X>T O>Q V>D Z>3 3>Z H>S S>H F>S S>F T>C U>N "
        "N>U Y>D E>T St>G j>s f>j"
    ),
    2.2: (
        "n>m m>n n>r r>n e>r r>e e>o o>e s>j z>j j>i g>j z>r b>l l>b h>k k>h f>k k>f c>r c>o u>v i>e e>i "
        "t>e h>n n>h a>g a>e e>a s>e e>s d>h d>v st>n p>n q>a s>a a>s b>o o>b hn>lm ii>n n>ii ti>n lt>tt "
        "rn>m"
    ),
}
"""What black letter has beside it."""


def _pairs(*tables: Mapping[float, str]) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return what may have been printed where something was read, and what it costs; the cheapest counts."""
    costs: dict[str, dict[str, float]] = {}
    for table in tables:
        for cost, row in table.items():
            for pair in row.split():
                read, printed = pair.split(">")
                least = costs.setdefault(read, {})
                least[printed] = min(cost, least.get(printed, cost))
    return {read: tuple(sorted(printed.items())) for read, printed in costs.items()}


PAIRS = {
    "de": _pairs(FRAKTUR, ANTIQUA, UMLAUTS),
    "en": _pairs(ANTIQUA),
    "fr": _pairs(ANTIQUA, ACCENTS),
}
"""By language: German was set in both."""
