"""The features of a gap, at which an article may open, each with what it says (see features.py)."""

from __future__ import annotations

BIAS = {"bias": "always 1: how likely the thing is where nothing else is known"}
GAP_WORDS = {
    "near": "words shared by the two texts nearest to the gap",
    "near_none": "they share none",
    "crossed": "words shared by the two most alike of three texts on each side",
    "crossed_none": "none share any",
    "shared": "words shared by three texts before and three behind",
    "shared_none": "they share none",
    "contrast": "what is behind agrees with itself more than with what is before",
    "contrast_before": "what is before agrees with itself more than with what is behind",
}
PRIOR = {
    "damaged": "how likely the document is damaged at all",
    "damaged_cuts": "... paragraphs in it are cut",
    "damaged_order": "... columns in it were read in the wrong order",
    "damaged_orphans": "... articles in it have lost their headings",
}
CHAINS = {
    "chains": "rare pairs of characters that come back across the gap: their bits",
    "chains_none": "none does",
    "chains_beyond": "more of them cross this gap than those around it",
    "chains_least": "fewer cross it than any of those around it",
    "chains_depth": "how far fewer cross it than the gaps most crossed on either side, as a share of these",
    "chains_valley": "how many bits fewer than the less crossed of those two",
}
FLOW = {
    "flow_next": "how well, less what is usual on the page, the text behind continues the one before, by the "
    "network of continuations",
    "flow_first": "how well it continues the five before, on the mean, less the same",
    "flow": "how well the five behind continue the five before, less the same",
    "flow_wide": "how well the ten behind continue the ten before, less the same",
    "flow_back": "how well the five before would continue the five behind, less the same",
    "flow_behind": "how much better than those before the five behind continue one another",
    "flow_before": "how much better the five before do",
}
ABOUT_A_GAP = {
    **BIAS,
    **PRIOR,
    **CHAINS,
    **FLOW,
    "people": "a list of people stands at the gap",
    "above_cut": "the text above looks cut",
    "above_signed": "the text above is signed",
    "above_ended": "the text above ends with a stop",
    "under_credit": "a photo credit stands right above",
    "under_aside": "furniture, a picture's text or a repeat does",
    "under_jump_back": "a jump line that comes from another page stands right above",
    "under_jump_on": "... that leads to one",
    "little_before": "one text at most stands before",
}
ECHOES = {
    "echo_first": "share of the first heading's pairs of characters that the first text below takes up",
    "echo_behind": "... the rest of its section",
    "echo_before": "... the section above",
}
HEADING_MARKS = {
    "heading_size": "its length, by fifteen",
    "heading_comma": "a comma in it",
    "heading_colon": "a colon in it",
    "heading_dash": "a dash in it",
    "heading_question": "it ends with a question mark or an exclamation mark",
    "heading_gap": "it has a gap, as between the halves of a headline",
    "heading_digits": "a digit in it",
    "heading_quotes": "a quotation or a title in it",
    "heading_bracket": "it begins with a bracket",
}
SHARED_BY_HEADINGS = {
    f"{habit}_{way}": f"{what}: {of_whom}"
    for habit, what in (
        ("byline", "a byline under headings"),
        ("dateline", "a report's beginning under headings"),
        ("day", "a day, or a report's beginning, under headings"),
        ("column", "a column's name at headings"),
        ("deck", "several headings in a row"),
    )
    for way, of_whom in (
        ("share", "the share of the issue's others that have it"),
        ("beyond", "whether this one has it, less that share"),
    )
}
HEADING_HABITS = {
    **SHARED_BY_HEADINGS,
    "groups": "how many headings the issue has, as a logarithm",
    "size_beyond": "how much longer it is than the others, by ten",
    "day_under_heading": "a day, or a report's beginning, stands under it",
    "column": "it bears the name of a column",
    "since_heading": "texts since the heading before, by four",
    "since_characters": "... characters, as a logarithm",
    "until_heading": "texts up to the heading behind, by four",
    "until_characters": "... characters, as a logarithm",
    "parallel": "a near heading is just as long",
    "nearly_parallel": "... or longer or shorter by one",
    "dated_before": "a byline or a report's beginning stands under the heading before",
    "dated_behind": "... under the heading behind",
}
SECTIONS = {
    "sections": "words shared by the sections above and below the gap",
    "sections_none": "they share none",
}

ARTICLE = {
    **ABOUT_A_GAP,
    "heading": "headings stand at the gap: always 1",
    "headings": "more than one",
    "short_heading": "the first has at most seven characters",
    "usual_heading": "it has 9 to 30",
    "numbered_heading": "it begins with a number",
    "quoted_heading": "it begins with a quote",
    "sure_heading": "log odds that it is a heading, by its shape",
    **HEADING_MARKS,
    **ECHOES,
    **HEADING_HABITS,
    "byline": "a byline stands under them",
    "dateline_under_heading": "a report begins under them",
    **{f"{name}_heading": text for name, text in GAP_WORDS.items()},
    **SECTIONS,
}
UNHEADED = {
    **ABOUT_A_GAP,
    "byline": "a byline stands there: never, without headings",
    "dateline": "a report begins there",
    **GAP_WORDS,
    "goes_on": "log odds that the text begins in mid-sentence",
    "goes_on_surely": "... high",
    "day": "it begins with a day, or as a report does",
    "tiny_text": "it has fewer than 20 characters",
    "size": "its length, by the hundred",
    "text_before": "texts before it up to the next heading",
    "text_behind": "texts behind it up to the next heading",
    **SECTIONS,
    "stopless": "it ends without a stop, and a text stands below",
    "stopless_short": "... and it is as short as a headline",
    "below_goes_on": "log odds that the text below such a one begins in mid-sentence",
    "shape": "log odds that such a short one is a heading, by its shape",
    "echo_below": "share of its pairs of characters that the text below takes up",
}
