"""What is weighed of two parts of an article on two pages: what each feature of the model `jump` says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

JUMP: Mapping[str, str] = MappingProxyType(
    {
        "bias": "always 1: how likely the thing is where nothing else is known",
        "both_lines": "jump lines under the first part and over the later one lead to each other",
        "onward_alone": "only the first part has a jump line",
        "back_alone": "only the later part has one",
        "next_page": "the later part stands on the next page",
        "earlier_page": "... on an earlier page",
        "only_two": "no other jump lines lead from the one page to the other",
        "line_missing": "one line is missing in an issue that has both elsewhere",
        "line_lost": "more lines lead the way of the one that is there than the other way",
        "line_of_other": "a line of the missing kind stands on the page, over another text",
        "lines_enough": "... and there are as many of them as of the other kind",
        "column_named": "... but another text of its column has one, which names the page",
        "column_other": "... and the line of its column names another page",
        "alone_same": "one line is missing, and the later part has the same headline",
        "alone_headless": "... and it has no heading",
        "alone_other": "... and it has another one",
        "alone_short": "... and it is short",
        "alone_in_disorder": "... and how far columns are in disorder, if the headline differs",
        "byline": "the later part begins under a byline",
        "dateline": "it begins as a report does",
        "inside": "it begins in the middle of a column, without a heading",
        "headless": "it begins a column or follows a jump line, without a heading",
        "head_common": "the heading over it stands over several texts of the issue",
        "head_like": "how much of the heading over it stands in a headline over the first part",
        "head_same": "... most of it",
        "head_whole": "... all of it",
        "head_other": "the heading over it shares little with those over the first part",
        "subhead_other": "the same of a subhead",
        "head_on_page": "it is like another headline of the first part's page",
        "head_elsewhere": "... of a page of neither part",
        "head_words": "how many of the heading's words stand in the first part",
        "key": "how much of the name in a jump line stands in the heading",
        "cohesion_none": "long texts share no rare word",
        "cohesion_best": "how much more they share than the first part does with another text of that page",
        "cohered_best": "... than another first part does with this text",
        "cohesion_beyond": "... than texts of the issue share by chance",
        "pairs_none": "long texts share no rare pair of words",
        "pairs_beyond": "how many more rare pairs they share than by chance",
        "cut": "the first part breaks off in a sentence",
        "cut_seam": "... and how well the later part continues it (model pair)",
        "cut_open": "... and how likely that begins in mid-sentence",
        "continues": "... and how well the network says that it goes on",
        "continues_best": "... beside the best other text of that page",
        "continued_best": "... beside the best other first part",
        "ended_open": "the first part ends, and the later one begins in mid-sentence",
        "ended_closed": "... and the later one begins as paragraphs do",
        "ended_continues": "the first part ends, and how well the network says that it goes on",
        "ended_continues_best": "... beside the best other text of that page",
        "ended_continued_best": "... beside the best other first part",
    }
)

JUMP_SURE: Mapping[str, str] = MappingProxyType(
    {
        "bias": "always 1",
        "odds": "log odds of the link, its rivals counted (model jump)",
        "rival": "log odds of the best link that it would rule out",
        "earlier": "the later part stands on an earlier page",
        "repeats": "how likely lines of the issue were read twice: its columns were read badly",
        "repeats_odds": "... and the log odds",
        "short": "the later part begins with a short text",
        "one_line": "one of the two jump lines is missing",
        "one_odds": "... and the log odds",
        "one_back": "... and it is the first part's",
        "one_missing": "... in an issue that has both elsewhere",
        "one_headless": "... and the later part has no heading",
        "one_other": "... and it has another heading than the first part",
        "one_inside": "... and it begins in the middle of a column",
        "one_repeats": "... and lines were read twice, and the headline is not carried over",
        "one_same_repeats": "... and it is",
    }
)
"""What is weighed of a link that was chosen: what each feature of the model `jump_sure` says."""
