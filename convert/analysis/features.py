"""All features that evidence is made of, by the model that weighs them, each with what it says.

A feature is a number: 1.0 where a thing is so and nothing where it is not, or how much of it there is. The
names are those of data/weights.toml and data/trees.json; what a model does not weigh was dropped when it was
fitted, and may count again at the next fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from convert.analysis.headings.gap_features import ARTICLE, UNHEADED
from convert.analysis.jumps.jump_features import JUMP, JUMP_SURE

Features = Mapping[str, str]

BIAS = {"bias": "always 1: how likely the thing is where nothing else is known"}
END = {
    "stop": "the text before ends with a mark that ends a sentence",
    "stop_quote": "... inside a quotation, which the text may go on behind",
    "comma": "it ends with a comma, or another mark inside a sentence",
    "colon": "it ends with a colon",
    "opener": "it ends with an opening bracket or quote",
    "quote": "it ends with a closing quote and no stop",
    "bracket": "it ends with a closing bracket and no stop",
}
START = {
    "never_first": "the text behind begins with a mark that begins no line",
    "opens": "it begins with an opening bracket or quote",
}
MARKS = {
    **BIAS,
    **END,
    **START,
    "digits": "a digit on each side",
    "unclosed": "a bracket or quote is open before, and not closed behind",
    "unclosed_closed": "a bracket or quote is open before, and closed behind",
    "closes": "a bracket or quote is closed behind that was not opened before",
}
NGRAMS = {
    "continuation": "how much likelier the text is behind the other one than at a paragraph's beginning",
    "association": "how much likelier it is behind the other one than anywhere",
    "ending": "how likely a paragraph is to end as the text before does",
    "start": "how much likelier the text behind is at a paragraph's beginning than anywhere",
    "seen_2": "share of the strings of two characters across the seam that were counted",
    "seen_3": "... of three",
    "seen_4": "... of four",
}
ACROSS = {
    "word_across_2": "the dictionary cuts a word of two characters out across the seam",
    "word_across_3": "... of three",
    "word_across_4": "... of four or more",
}
WORDS = {
    "join_score": "what the words of both sides gain by standing together",
    "join_score_high": "... above a usual gain",
    "join_word_across": "the best cut of both sides has a word across the seam",
}
SEAM = {**MARKS, **NGRAMS, **ACROSS, **WORDS}
LINE_SEAM = {**MARKS, **NGRAMS, **ACROSS}
LAST_LINE = {
    "last_line_full": "the last line is full if the first one is indented",
    "last_line_full_unindented": "... if it is not",
    "last_line_full_either": "... either way",
    "last_line_short": "the last line has room for more than two characters",
    "last_line_nearly_full": "it has room for one or two",
}
BARE_HEADING = {
    "short_text": "the text has at most 45 characters, more the fewer it has",
    "bare_end": "... and ends without a stop, a comma or a colon",
    "no_comma": "... and has no comma and no full stop",
}
HEADING_SHAPE = {
    **BIAS,
    "length": "logarithm of its length",
    "tiny": "three characters or fewer",
    "short": "4 to 12 characters; weighed as a heading also where its last line is short",
    "usual": "8 to 26 characters",
    "long": "more than 36 characters",
    "very_long": "more than 48 characters",
    "question": "it ends with a question mark or an exclamation mark",
    "stop": "it ends with another mark that ends a sentence",
    "comma_end": "it ends with a comma",
    "colon_end": "it ends with a colon",
    "bracket_end": "it ends with a closing bracket",
    "commas": "how many commas and semicolons it has",
    "inner_stop": "a full stop inside it",
    "bracketed": "it begins with a bracket",
    "dash": "it has a dash",
    "numbered": "it begins with a number",
    "particles": "share of particles and pronouns",
    "gap": "it has a gap, as between the halves of a headline",
    "unclosed": "a bracket or quote is open at its end",
    "name": "it is a name alone",
    "dateline_start": "it begins as a report does",
    "brief": "it begins as a brief does",
    "surprise": "how unusual its characters are",
    "ending": "how likely a paragraph is to end like this",
    "start": "how much likelier it is at a paragraph's beginning than anywhere",
}
NEIGHBOURS = {
    "first": "nothing stands above",
    "above_ended": "the text above ends with a stop",
    "above_comma": "... with a comma",
    "above_short": "... with neither, and is short",
    "above_open": "... with neither, and is long",
    **{
        f"below_{role}": f"a {role} stands above"
        for role in ("headline", "kicker", "subtitle", "byline", "label", "participant")
    },
    "at_the_end": "nothing stands below",
    "over_byline": "a byline, a name or a label stands below",
    "over_dateline": "a report's beginning stands below",
    "over_short": "a short text without an end stands below",
    "over_text": "another text stands below: its length",
    "over_little": "... of fewer than 20 characters",
}
LINE_PLACE = {
    "room": "squares left on the line above",
    "fits": "the next word would have found room on it",
    "fits_easily": "... with a square to spare",
    "overfull": "the line is longer than the measure",
    "line_full": "the line is just full",
    "below_is_first": "the line below is as long as a paragraph's first one",
    "below_is_full": "the line below is just full",
    "below_over": "the line below is longer than the measure",
    "heading": "the line above is short and has no stop",
}
LINE_LENGTHS = {
    "above_long": "the line above has more than 46 characters",
    "below_long": "the line below has",
    "both_long": "both have",
}


def prefixed(prefix: str, features: Features, names: Iterable[str] | None = None) -> dict[str, str]:
    """Return features, or those of some names, under a prefix that says whose they are."""
    return {f"{prefix}{name}": features[name] for name in (features if names is None else names)}


PAIR = {
    **SEAM,
    "page_2": "two characters across the seam stand together elsewhere on the page",
    "page_3": "three do",
    "page_4": "four do",
    "list_goes_on": "a list is cut, and goes on behind the seam",
    "list_even": "the item across the seam is as long as the one before it",
    "list_rhyme": "it ends in the same character",
    **LAST_LINE,
    **prefixed("tail_", BARE_HEADING),
    **prefixed("head_", BARE_HEADING),
    "head_open": "log odds that the head begins in mid-sentence",
    "tail_cut": "log odds that the tail was cut",
    "tail_heading": "log odds that the tail is a heading",
    "head_heading": "log odds that the head is a heading",
    "tail_labelled": "the tail was labelled as a heading",
    "tail_label": "... the log odds that it is one, by what stands around it",
    "head_labelled": "the head was labelled as a heading, the tail not",
    "head_label": "the head was: the log odds that it is one",
    "both_labelled": "both were: one heading over two lines, or two headings",
    "head_under_heading": "a heading stands above the head",
    "head_under_cut": "a text that looks cut stands above the head",
    "head_under_nothing": "nothing stands above the head",
    "tail_over_heading": "a heading stands below the tail",
    "tail_over_nothing": "nothing stands below the tail",
    **{f"apart_{number}": f"the head is {number} runs behind the tail" for number in range(-3, 5)},
    "apart_far": "it is further away",
    "same_article": "no headline stands between",
    "next_article": "one does",
    "far_article": "more do",
    "next": "the head stands right below the tail",
    "foot": "... and the tail ends where another column of its article ends",
    "cohesion": "rare words that tail and head share, a run apart",
    "cohesion_apart": "... any other number of runs apart",
    "cohesion_runs": "rare words that both runs share, a run apart",
    "cohesion_runs_apart": "... any other number of runs apart",
    "even": "both runs are equally high, a run apart",
    "lower": "the head's run is lower",
    "higher": "the head's run is higher",
    "even_apart": "both runs are equally high, any other number of runs apart",
    "lower_apart": "the head's run is lower",
    "higher_apart": "the head's run is higher",
    "uneven": "lines by which both runs differ",
    "run_longer": "lines by which the head's run is higher",
    "head_run_cut": "the head's run ends cut",
    "head_run_uneven": "... and lines by which both runs differ",
    "repeat": "a line that was read twice stood at this seam",
    "overlap": "the tail's last characters are the head's first ones",
    "overlap_long": "how many, by the dozen",
}
CONTINUES = {
    "continues": "how well the head continues the tail, less how well it continues any text, as a logarithm",
    "continues_here": "... less how well it continues the cut texts of the page",
    "continues_best": "by how much it does so better than the tail's best other head",
    "continued_best": "by how much the tail is better than the head's best other tail",
}
PAIR |= CONTINUES
PAIR["head_goes_on"] = (
    "log odds that the head stands in mid-paragraph, less those of a usual text of the page"
)
LABELS = (
    *("next", "stop", "comma"),
    *("tail_labelled", "tail_label", "head_labelled", "head_label", "both_labelled"),
)
LINK = {
    "odds": "log odds of the pair by itself",
    "share": "its share among its rivals",
    "share_odds": "log odds of the share",
    "tail_margin": "by how much it is better than the tail's best other head",
    "head_margin": "by how much it is better than the head's best other tail",
    "tail_rival_needs": "by how much the tail is the best one of another head of its",
    "head_rival_needs": "by how much the head is the best one of another tail of its",
    "head_usual": "the mean log odds of the head's pairs",
    "overlap": "the tail's last characters are the head's first ones",
    "tail_cut": "log odds that the tail was cut",
    "head_open": "log odds that the head begins in mid-sentence",
    "apart": "how many runs the head is behind the tail: -4 to 4",
    **prefixed("", PAIR, LABELS),
    **CONTINUES,
    "page_cuts": "log odds that paragraphs of the document are cut",
    "page_order": "log odds that columns of it were read in another order",
    "exchange": "how much better off all are if columns were exchanged, for a link of the exchange",
    "in_order": "the same, for a link that an exchange would part",
}
CANDIDATE = {
    **BIAS,
    **prefixed("", PAIR, ("association", "head_open", "tail_cut", "tail_labelled", "apart_far")),
    "association_high": "the same, if high",
    "continues": CONTINUES["continues"],
    "continues_well": "... above 2",
    "continues_best": CONTINUES["continues_best"],
    "head_under_ended": "a text that ends with a stop stands above the head",
    **prefixed("head_under_", {"heading": "", "cut": "", "nothing": ""}),
    **{f"apart_{number}": f"the head is {number} runs behind the tail" for number in range(-2, 4)},
}

DAMAGE_SIZE = {
    **BIAS,
    "blocks": "how many blocks of running text the document has, as a logarithm",
    "short": "the share of its blocks that are short and end in no stop: headings, furniture",
}
DAMAGE_ENDS = {
    "cut": "how many ends look cut, by the sum of their chances, as a logarithm",
    "cut_share": "... in proportion to the blocks",
    "cut_surely": "how many ends are cut surely, as a logarithm",
    "surest_cut": "the chance of the end that is cut most surely",
    "open": "how many blocks begin in mid-sentence, by the sum of their chances, as a logarithm",
    "open_share": "... in proportion to the blocks",
    "open_surely": "how many do so surely, as a logarithm",
    "surest_open": "the chance of the one that does so most surely",
    "paired": "how many cut ends stand right above a beginning in mid-sentence, as a logarithm",
    "paired_share": "... in proportion to the blocks",
    "tails": "how many cut ends do not, as a logarithm",
    "tails_share": "... in proportion to the blocks",
    "heads": "how many beginnings in mid-sentence stand under no cut end, as a logarithm",
    "heads_share": "... in proportion to the blocks",
    "more_heads": "how many more of these than of cut ends without a continuation: -3 to 3",
    "behind_stop": "how many beginnings in mid-sentence stand right under a stop, as a logarithm",
    "met": "how many of the beginnings run on well from a cut end elsewhere, as a logarithm",
    "heads_left": "how many run on from none, as a logarithm",
    "opens_first": "the chance that the first text of the document begins in mid-sentence",
    "unfinished": "how many long blocks end in no stop, as a logarithm",
}
DAMAGE_REPEATS = {
    "read_twice": "how many lines end one block and begin a near one, cut in mid-sentence, as a logarithm",
    "read_twice_far": "... and begin one further off",
}
DAMAGE_MISREADINGS = {
    "mixed": "the lesser share among half-width and full-width marks between Han characters",
    "gaps": "blanks between Han characters of long blocks, in proportion",
    "gaps_many": "... so many that a recogniser must have set them",
    "strays": "traditional characters of a simplified document, in proportion",
    "strays_at_all": "... how many, as a logarithm",
    "wrong_signs": "letters in numbers, Latin stops behind Han characters and the like, as a logarithm",
    "wrong_signs_share": "... in proportion to the characters",
}

LOOK_ALIKE = {
    **BIAS,
    "gain": "bits by which the other character is likelier there, by the eight",
    "cut_lead": "bits by which the best cut into words is better with the other character, by the eight",
    "other_recurs": "three characters with the other one stand on the page",
    "recurs": "a pair that what was read makes with a neighbour stands elsewhere on the page, too",
}

FEATURES: Mapping[str, Features] = {
    "cut": {
        **BIAS,
        **END,
        "ending": NGRAMS["ending"],
        "unclosed": "a bracket or quote is open",
        "long": "its length, by the hundred",
        "goes_on": "log odds that the paragraph goes on behind it, by the network of continuations",
        **prefixed("on_", {**SEAM}, ("continuation", "association", "start", *WORDS, *ACROSS, "never_first")),
    },
    "head_open": {
        **BIAS,
        **START,
        "closes": MARKS["closes"],
        "start": NGRAMS["start"],
        "goes_on": "log odds that the paragraph began before it, by the network of continuations",
        **prefixed("own_", LAST_LINE),
    },
    "heading_shape": HEADING_SHAPE,
    "heading": {
        **HEADING_SHAPE,
        **NEIGHBOURS,
        **LAST_LINE,
        **prefixed(
            "on_", SEAM, ("continuation", "association", "start", "never_first", *ACROSS, "unclosed_closed")
        ),
    },
    "line_first": {**LINE_SEAM, **LINE_PLACE},
    "line_inner": {**LINE_SEAM, **LINE_PLACE},
    "line_unmeasured": {
        **LINE_SEAM,
        **LINE_LENGTHS,
        **prefixed("above_", BARE_HEADING),
        **prefixed("below_", BARE_HEADING),
    },
    "candidate": CANDIDATE,
    "pair": PAIR,
    "link": LINK,
    "article": ARTICLE,
    "unheaded": UNHEADED,
    "jump": JUMP,
    "jump_sure": JUMP_SURE,
    "look_alike": LOOK_ALIKE,
    "damage_any": {**DAMAGE_SIZE, **DAMAGE_ENDS, **DAMAGE_REPEATS, **DAMAGE_MISREADINGS},
    "damage_cuts": {**DAMAGE_SIZE, **DAMAGE_ENDS, **DAMAGE_REPEATS},
    "damage_repeats": {**DAMAGE_SIZE, **DAMAGE_ENDS, **DAMAGE_REPEATS},
    "damage_order": {**DAMAGE_SIZE, **DAMAGE_ENDS, **DAMAGE_REPEATS},
    "damage_orphans": {**DAMAGE_SIZE, **DAMAGE_ENDS},
    "damage_misreadings": {**DAMAGE_SIZE, **DAMAGE_MISREADINGS},
}
"""By the model. What each decides: `cut`, is a text cut at its end; `head_open`, does it begin in
mid-sentence; `heading` and `heading_shape`, is it a heading, with and without what stands around it;
`line_first`, `line_inner` and `line_unmeasured`, does the paragraph go on below its first printed line, below
another one, and where the measure is not known; `candidate`, `pair` and `link`, does one fragment continue
another, at a glance, by itself, and among its rivals; `article`, does an article open at a gap;
`jump` and `jump_sure`, does a part on another page continue an article, and is that certain;
`look_alike`, was a character read for another one;
`damage_cuts` and the like, does the document have such damage anywhere.
"""
