"""Words of Latin script by which a hyphen at a line end is known for their own, or for no part of them."""

from __future__ import annotations

from convert.text.pattern import LatePattern

KEEPS = frozenset(
    "self well ex half all quasi ill semi vice mid cross by then non north south east west "
    "anti neo néo pseudo anglo austro franco greco indo italo russo sino".split()
)
"""First parts whose hyphen belongs to the word: self-made, well-known."""
NO_FIRST_PARTS = frozenset("un dis im ir de en em be al ad ac con com".split())
"""English prefixes that dictionaries have as words, too, and that no hyphen sets off."""
VOWELS_APART = frozenset({"co", "re", "pre"})
"""First parts whose hyphen keeps two like vowels apart: co-operate, re-elect."""
APART = {
    "co": LatePattern(
        "workers?|authors?|defendants?|educat\\w+|owners?|partners?|religionists?|respondents?|trustees?|"
        "directors?|founders?|stars?|tenants?|heirs?|heiress(?:es)?|pilots?|existen\\w+|existed|editors?|belligerents?"
    ),
    "re": LatePattern(
        "open(?:s|ed|ing)?|appear(?:s|ed|ing|ance)?|assembl(?:e|ed|es|ing|y)|adjust(?:s|ed|ing|ment)?|admi(?:t|ts|tted|ssion)|"
        "arrang(?:e|ed|es|ing|ements?)|issu(?:e|ed|es|ing)|organi[sz](?:e|ed|es|ing|ation)|occup(?:y|ied|ation)|arm(?:ed|ing|ament)|"
        "affirm(?:s|ed|ing|ation)?|insur(?:e|ed|ance)|adopt(?:ed|ion)?|introduc(?:e|ed|tion)|unit(?:ed|ing)"
    ),
}
"""What a hyphen stands before, as print had it: co-worker, re-open. Dictionaries have them whole, too."""
NOTHING = LatePattern(r"(?!)")
LETTER_KEEPS = frozenset("bcdfghjklmnpqrstuvwxz")
"""Single letters before the hyphen of n-tridecanal, x-ray, U-boat: a consonant alone is no syllable."""
OLD_COMPOUNDS = frozenset({("to", "day"), ("to", "night"), ("to", "morrow")})
"""Set with a hyphen until about 1930; two letters are hardly ever left at a line end otherwise."""
ON_OLD_PAGES = frozenset("good-bye look-out week-end week-ends by-law by-laws".split())
"""Set with a hyphen on pages that have to-day."""
COMPASS = frozenset({"north", "south", "east", "west"})
OFFICES_LAST = frozenset({"general", "president", "elect", "at", "in", "de", "designate"})
"""What follows a name of an office: Attorney-general."""
STREETS = frozenset("street lane road square place terrace crescent alley buildings chambers station".split())
"""What has a hyphen before it behind a name, until about 1920: Drury-lane; no names end in them, or few."""
LINKS = frozenset(
    "a in of to the and at up by for on or s "
    "de du des la le les à au aux en sur sous et t y l d ci là".split()
)
"""Words in the middle of a chain: son-in-law, James's-street, c'est-à-dire, va-t-il."""
FRENCH_LAST = frozenset({"dessus", "dessous"})
"""What has its hyphen before it, though pardessus is a coat."""
NATION_FIRST, NATION_SECOND = (
    LatePattern("(?:..isch|deutsch)$"),
    LatePattern("(?:isch|deutsch)(?:e[mnrs]?)?$"),
)
"""Two peoples or creeds: deutsch-französisch, evangelisch-lutherische."""
ONE_WORD = frozenset("de nl da sv no nb nn".split())
"""Languages whose compounds have no hyphen, beside a part that is said once, too: zee- en rivier-/visch."""
SUSPENDING = frozenset(
    "and or to nor but und oder bis sowie bzw beziehungsweise et ou y o e och eller en of og ed".split()
)
"""What follows a part that is said once for two words: two- or three-year."""
