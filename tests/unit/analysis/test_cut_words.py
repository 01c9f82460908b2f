"""What stands between the parts of a word that a line end cut, in English, German and French."""

from __future__ import annotations

import pytest

from convert.analysis.latin.cut_within import judge_bare, word_evidence
from convert.analysis.latin.cut_words import judge_cut
from convert.language import language

ENGLISH = """
news-|paper = newspaper
the com-|mittee met = the committee met
wor-|shipped = worshipped
pub¬|lic = public
pub­|lic = public
wor=|ship = worship
fav-|or = favor
mot-|to = motto
be-|fore = before
in-|to = into
un-|mounted = unmounted
self-con-|scious = self-conscious
EXPLO-|SION = EXPLOSION
well-|known = well-known
cross-­|sectional = cross-sectional
gum-|tree = gum-tree
half-|yearly = half-yearly
price-|determining = price-determining
twenty-|one = twenty-one
re-|elected = re-elected
co-|operate = co-operate
to-|day = to-day
to-|morrow = to-morrow
day-to-|day = day-to-day
son-in-|law = son-in-law
son-|in-law = son-in-law
up-to-|date = up-to-date
NEW-|YORK = NEW-YORK
Stratford-|Upon = Stratford-Upon
n-|tridecanal = n-tridecanal
x-|ray = x-ray
two-|or three-year = two- or three-year
mid-|and long-term = mid- and long-term
10-|or 12-foot = 10- or 12-foot
weeks 10-|20 = weeks 10-20
1,200-|1,500 = 1,200-1,500
a 20-|mile walk = a 20-mile walk
XVII-|XIX = XVII-XIX
o'-|clock = o'clock
o'|clock = o'clock
Anglo-|american = Anglo-american
tete-a-|tete = tete-a-tete
"""
GERMAN = """
Regie⸗|rung = Regierung
Abgeord=|neten = Abgeordneten
Ta—|ges = Tages
ge—|nügsame = genügsame
ge—|woͤlbte = gewoͤlbte
Stadtar-|chiv = Stadtarchiv
Staats-|vermögen = Staatsvermögen
Thür-|ſchloſſe = Thürſchloſſe
hun-|dert = hundert
wie-|der = wieder
Zuk-|ker = Zucker
Bäk-|ker = Bäcker
Stadt-|und Landkreise = Stadt- und Landkreise
Kinder⸗|oder Jugendheime = Kinder- oder Jugendheime
Ein-|und Ausgang = Ein- und Ausgang
Reichs-|Anzeiger = Reichs-Anzeiger
deutsch-|französischen = deutsch-französischen
1914-|1918 = 1914-1918
XVII—|XVIII = XVII—XVIII
sind Nr. 12|345 Lose = sind Nr. 12|345 Lose
"""
FRENCH = """
beau-|coup = beaucoup
mai-|son = maison
mais-|on = maison
mor-|telle = mortelle
mort-|elle = mortelle
quel-|ques = quelques
l'in-|dustrie = l'industrie
puis-|qu'il = puisqu'il
étoi-|ent = étoient
départe-|mens = départemens
le Quoti-|Quotidien = le Quotidien
Quoti-|Quotidien = Quoti- Quotidien
grand-|mère = grand-mère
Etats-|Unis = Etats-Unis
peut-|être = peut-être
dit-|il = dit-il
est-|elle = est-elle
va-t-|il = va-t-il
c'est-à-|dire = c'est-à-dire
là-|bas = là-bas
celui-|ci = celui-ci
vingt-|deux = vingt-deux
par-|dessus = par-dessus
l'|homme = l'homme
puisqu'|il = puisqu'il
entr'-|acte = entr'acte
coûta 1 250|000 francs = coûta 1 250 000 francs
tête-à-|tête = tête-à-tête
"""
DASHES = """
en: he went home—|and slept = he went home—and slept
en: he went home -|and slept = he went home -|and slept
en: the gov—|ernment fell = the government fell
de: sagte er —|und ging = sagte er —|und ging
fr: la Cham -|bre vota = la Chambre vota
"""
BARE = """
en: the commit|tee = the committee
en: Wednes|day = Wednesday
en: govern|ment = government
de: der Reichs|tag = der Reichs tag
en: any|one = any one
en: the|weir = the weir
en: per|cent = per cent
en: gum|tree = gum tree
fr: con|voque = convoque
fr: la|quelle = la quelle
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    """Read a table: the first line's end, the next line's beginning, the reading."""
    found = []
    for row in table.strip().splitlines():
        cut, _, reading = row.partition(" = ")
        tail, _, head = cut.partition("|")
        found.append((tail, head, reading))
    return found


def read(code: str, tail: str, head: str, issue: str = "") -> str:
    """Return what is read of a line's end and the next line's beginning; "|" where no hyphen is seen."""
    words = word_evidence([issue], language(code))
    seam = judge_cut(tail, head, words)
    if seam is None:
        return f"{tail}|{head}"
    assert 0.5 <= seam.cert < 1
    return f"{tail[: len(tail) - seam.drop]}{seam.glue}{head}"


@pytest.mark.parametrize(
    ("code", "tail", "head", "reading"),
    [
        pytest.param(code, *row, id=f"{code}: {row[0]}|{row[1]}")
        for code, table in (("en", ENGLISH), ("de", GERMAN), ("fr", FRENCH))
        for row in rows(table)
    ],
)
def test_hyphen_is_dropped_kept_or_left_hanging(code: str, tail: str, head: str, reading: str) -> None:
    """The tables of right readings, with nothing known of the issue."""
    assert read(code, tail, head) == reading


@pytest.mark.parametrize(("tail", "head", "reading"), rows(DASHES))
def test_dash_is_a_hyphen_where_the_parts_make_a_word(tail: str, head: str, reading: str) -> None:
    """A dash with blanks stays one, and so does one between two words."""
    code, _, tail = tail.partition(": ")
    assert read(code, tail, head) == reading


def test_page_tells_what_its_dashes_are() -> None:
    """Between two words, a dash is what it is elsewhere on the page."""
    hyphens = "die Re—\ngierung und die Zei—\ntung und der Kö—\nnig"
    assert read("en", "the rail—", "road", "a par—\nliament, a coun—\ncil, a Wednes—\nday") == "the railroad"
    assert read("en", "the rail—", "road") == "the rail—road"
    assert read("de", "Haus—", "wesen", hyphens) == "Hauswesen"


@pytest.mark.parametrize(("tail", "head", "reading"), rows(BARE))
def test_hyphen_that_ocr_dropped_is_told_by_the_word(tail: str, head: str, reading: str) -> None:
    """Two parts are one word if it is common and one part is none, or both are rare beside it."""
    code, _, tail = tail.partition(": ")
    seam = judge_bare(tail, head, word_evidence([], language(code)))
    assert f"{tail}{seam.glue if seam else ' '}{head}" == reading


def test_issue_writes_the_word_elsewhere() -> None:
    """What the issue has in the middle of a line comes before what lists say."""
    assert read("en", "the mill-", "race", "The millrace was dry.") == "the millrace"
    assert read("en", "the mill-", "race", "The mill-race was dry.") == "the mill-race"
    assert read("en", "it rained to-", "day", "It rains today.") == "it rained today"
    assert read("sv", "det er-", "kännas") == "det erkännas"


def test_hyphens_stay_where_lines_do_not_follow_one_another() -> None:
    """If no cut word of a page makes a word, nothing is made of them."""
    page = "noth-\nkand\nzeitrech-\nsprüch\nstand-\nlenbät\nwissen-\nlugen"
    assert read("de", "noth-", "kand") == "nothkand"
    assert read("de", "noth-", "kand", page) == "noth-kand"


@pytest.mark.parametrize("tail", ["'" * 58 + "1-", "a'" * 29 + "1-", "a-" * 300 + "-", "e\u0301" * 300 + "="])
def test_a_line_of_marks_takes_no_time(tail: str) -> None:
    """It can be parted in one way only; in more, 2 to the power of 58 would be tried."""
    assert judge_cut(tail, "x" * 10_000, word_evidence([tail], language("fr"))) is not None
