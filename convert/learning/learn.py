"""Learn a newspaper's habits from many of its issues.

What stands in one issue may be chance, and a misreading: a habit stands in three issues at least. Damaged
sources have their lines joined, and no more is repaired of them; of an archival XML the reading counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from string import ascii_lowercase

from convert.conversion.loading import load_without_packs
from convert.conversion.settings import Settings
from convert.document.knowledge import Knowledge, RecurringLine
from convert.document.model import Document
from convert.document.roles import Role
from convert.errors import ConvertError
from convert.issue.knowledge import LONGEST_TEXT, format_knowledge
from convert.language import language
from convert.language.counted import build_counts
from convert.language.lexicon import Lexicon, plain
from convert.learning.grams import FoldedIssue, IssueTexts, count_grams
from convert.learning.issue_counts import IssueCounts, count_issue
from convert.outcome import Failure, failed, internal_failure
from convert.passes.registry import ESTIMATED_BEFORE, Pass, run
from convert.system.issue_source import IssueSource

LEAST_ISSUES = 3
"""In which a habit stands."""
SHAPELESS_SHARE = 4
"""A line of no shape stands at the edges of pages in one of so many issues, and so often as elsewhere."""
LEAST_HEADINGS = 3
"""Different ones, over a lead and beside the name of a column."""
LEAD_SHARE = 2
"""Of so many texts that begin with a lead one stands under a heading, at least."""
LEAST_ISSUES_OF_NAME = 5
"""In which a word stands that no dictionary has."""
SHORTEST_NAME = 5
LETTERS = f"{ascii_lowercase}äöüàâçéèêëîïôûùœß"


class Learner:
    """What the issues of one language have shown so far."""

    def __init__(self, code: str) -> None:
        """Begin with no issue."""
        self.code = code
        self.issues = 0
        self.characters = 0
        self.texts = IssueTexts()
        self.roles: dict[str, Counter[Role]] = defaultdict(Counter)
        self.shapeless: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        self.leads: Counter[str] = Counter()
        self.openings: Counter[str] = Counter()
        self.columns: Counter[str] = Counter()
        self.headings: dict[str, set[str]] = defaultdict(set)
        """Headings over a lead, or beside the name of a column: so many as are asked for."""
        self.under: Counter[str] = Counter()
        self.sections: Counter[str] = Counter()
        self.measures: Counter[int] = Counter()
        self.marks: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.issues_of_words: Counter[str] = Counter()

    def add(self, digest: str, issue: IssueCounts) -> None:
        """Take an issue."""
        self.issues += 1
        self.characters += len(issue.text) or sum(map(len, issue.words.elements()))
        self.texts.add(FoldedIssue(digest, issue.text))
        for line, role in issue.edges.items():
            self.roles[line][role] += 1
        self.shapeless.update(issue.shapeless)
        self.inside.update(issue.inside)
        self.openings.update(issue.openings)
        for lead, headings in issue.leads.items():
            self.under[lead] += len(headings)
        for counts, named in ((self.leads, issue.leads), (self.columns, issue.columns)):
            counts.update(named.keys())
            for name, headings in named.items():
                beside = self.headings[name]
                beside.update(sorted(headings)[: LEAST_HEADINGS - len(beside)])
        self.sections.update(issue.sections)
        self.measures.update([issue.measure] if issue.measure else [])
        self.marks.update(issue.marks)
        self.words.update(issue.words)
        self.issues_of_words.update(issue.words.keys())

    def knowledge(self) -> Knowledge:
        """Return what stands in so many issues that it is a habit."""
        grams = count_grams(entry.text for entry in self.texts.texts) if self.texts.size else {}
        return Knowledge(
            language=self.code,
            issues=self.issues,
            characters=self.characters,
            counted=self.texts.size,
            entries=len(grams),
            furniture=dict(self._furniture()),
            leads={
                lead: count
                for lead, count in _habits(self.leads).items()
                if self._is_varied(lead) and LEAD_SHARE * self.under[lead] >= self.openings[lead]
            },
            columns={name: count for name, count in _habits(self.columns).items() if self._is_varied(name)},
            sections=_habits(self.sections),
            measures=dict(self.measures),
            marks=dict(self.marks),
            words=self._words(),
            grams=build_counts(grams) if grams else b"",
        )

    def _furniture(self) -> Iterator[tuple[str, RecurringLine]]:
        for line, roles in self.roles.items():
            issues = roles.total()
            if issues < LEAST_ISSUES or not _is_fit(line):
                continue
            if self.shapeless[line] and (
                SHAPELESS_SHARE * issues < self.issues or issues < SHAPELESS_SHARE * self.inside[line]
            ):
                continue
            yield line, RecurringLine(min(roles, key=lambda role: (-roles[role], role)), issues)

    def _is_varied(self, name: str) -> bool:
        return len(self.headings[name]) >= LEAST_HEADINGS

    def _words(self) -> dict[str, int]:
        """Return words that the paper surely has so: those of the dictionary, compounds of them, names."""
        lexicon = language(self.code).lexicon
        if lexicon is None:
            return {}
        words: Counter[str] = Counter()
        for word, issues in self.issues_of_words.items():
            if issues >= LEAST_ISSUES and _is_fit(word) and _is_sure(word, issues, lexicon):
                words[plain(word)] += self.words[word]
        return dict(words)


def _habits(counts: Mapping[str, int]) -> dict[str, int]:
    return {text: count for text, count in counts.items() if count >= LEAST_ISSUES and _is_fit(text)}


def _is_fit(text: str) -> bool:
    """Whether a text may stand in a pack."""
    return 0 < len(text) <= LONGEST_TEXT and text.isprintable()


def _is_sure(word: str, issues: int, lexicon: Lexicon) -> bool:
    """Whether a word is no misreading that OCR has made again and again."""
    if lexicon.word(word).in_dictionary:
        return True
    parts = word.split("-")
    if len(parts) > 1:
        return all(lexicon.word(part).in_dictionary for part in parts)
    is_name = word[0].isupper() and word[1:].islower() and len(word) >= SHORTEST_NAME
    return is_name and issues >= LEAST_ISSUES_OF_NAME and not _is_near_a_word(plain(word), lexicon)


def _is_near_a_word(form: str, lexicon: Lexicon) -> bool:
    """Whether one letter makes a word of it: Zeitnng, Zeitung."""
    return any(
        lexicon.word(form[:at] + letter + form[at + 1 :]).in_dictionary
        for at in range(len(form))
        for letter in LETTERS
    )


class Lesson:
    """Issues that are learnt from, one after the other; those of the language that most have count."""

    def __init__(self, settings: Settings) -> None:
        """Begin with no issue."""
        self.settings = settings
        self.steps = tuple(takewhile(lambda step: step.rule.name != ESTIMATED_BEFORE, settings.passes))
        self.seen: set[str] = set()
        self.learners: dict[str, Learner] = {}
        self.titles: Counter[str] = Counter()

    def take(self, source: IssueSource) -> Failure | None:
        """Learn from one source; whatever happens to it happens to it alone, and is returned."""
        try:
            document = _joined(load_without_packs(source, self.settings), self.steps)
            if document.source.digest not in self.seen:
                self.seen.add(document.source.digest)
                code = document.meta.language.partition("-")[0] or "und"
                learner = self.learners.setdefault(code, Learner(code))
                learner.add(document.source.digest, count_issue(document))
                self.titles.update([document.meta.title] if document.meta.title else [])
        except ConvertError as error:
            return failed(source.location, source.name, error).failure
        except Exception as error:  # noqa: BLE001 - one bad document costs one document, whatever the fault
            return internal_failure(error, source.location)
        return None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What speaks against these being issues of one newspaper."""
        warnings = []
        if len(self.titles) > 1:
            names = ", ".join(sorted(self.titles, key=lambda name: (-self.titles[name], name))[:4])
            warnings.append(f"issues of {len(self.titles)} newspapers: {names}; a pack is of one")
        kept = self._kept()
        for code, learner in sorted(self.learners.items()):
            if kept is not None and code != kept.code:
                warnings.append(f"{learner.issues:,} issues in the language {code!r} do not count")
        return tuple(warnings)

    def knowledge(self) -> Knowledge:
        """Return what was learnt."""
        kept = self._kept()
        return kept.knowledge() if kept else Knowledge(language="und")

    def _kept(self) -> Learner | None:
        return min(self.learners.values(), key=lambda each: (-each.issues, each.code), default=None)


def learn(sources: Iterable[IssueSource], settings: Settings) -> bytes:
    """Return the pack that sources make, in whatever order they are named.

    What cannot be read is left out.
    """
    lesson = Lesson(settings)
    for source in in_order(sources):
        lesson.take(source)
    return format_knowledge(lesson.knowledge())


def in_order(sources: Iterable[IssueSource]) -> Sequence[IssueSource]:
    """Return sources in the order in which they are learnt from: an archival XML before its own source."""
    return sorted(sources, key=lambda source: (Path(source.name).suffix.lower() != ".xml", source.exact))


def _joined(document: Document, steps: Sequence[Pass]) -> Document:
    """Join the lines of a document; one that was read from its archival XML is repaired already."""
    return document if document.archive else run(document, language(document.meta.language), steps)
