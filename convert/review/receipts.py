"""The receipts of the samples that were drawn in a folder, from its journal and its decisions files.

Drawn and decided may lie days apart, and a decision may be altered: so a receipt is not kept, it is made of
what the decisions files say now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from convert.decisions.decision import Manner
from convert.decisions.receipt import SampleReceipt
from convert.decisions.verdicts import EntryVerdict
from convert.review.index import read_index
from convert.review.journal import Journal, SampleRecord, journal_path
from convert.review.sample import prove
from convert.review.verdict_files import VerdictFiles

FindVerdict = Callable[[bytes, Mapping[str, Any]], EntryVerdict]
"""Returns what was decided on an entry of an issue."""


def read_receipts(out: Path, notify: Callable[[str], None]) -> tuple[SampleReceipt, ...]:
    """Return the receipts of a folder; none where no sample was drawn in it. Nothing is written.

    `notify` is told if they cannot be made.
    """
    records = Journal(journal_path(out)).samples()
    if not records:
        return ()
    with read_index(out) as index:
        if index is None:
            notify("what samples prove is left out: open `backfile review` once, to rebuild its index")
            return ()
        return tuple(receipts(records, VerdictFiles(index).verdict))


def receipts(records: Iterable[SampleRecord], verdict: FindVerdict) -> list[SampleReceipt]:
    """Return what each sample proves, by what is decided now."""
    return [_receipt(record, verdict) for record in records]


def _receipt(record: SampleRecord, verdict: FindVerdict) -> SampleReceipt:
    pairs = [(entry, verdict(entry.target, entry.table)) for entry in record.entries]
    looked = [(e, v) for e, v in pairs if v.decide and v.mark.manner != Manner.ALIKE]
    wrong = sum(v.decide != ("accept" if entry.done else "reject") for entry, v in looked)
    whole = len(looked) == len(pairs)
    proof = prove(record.population, len(pairs), wrong)
    drawn = Counter(entry.target for entry in record.entries)
    return SampleReceipt(
        record.number,
        record.title,
        record.population,
        len(pairs),
        len(looked),
        wrong,
        record.time,
        tuple(dict.fromkeys(v.mark.reviewer for _, v in looked if v.mark.reviewer)) or (record.reviewer,),
        max((v.mark.time for _, v in looked), default=""),
        proof.most_wrong if whole else None,
        proof.in_words if whole else "",
        {target: drawn[target] for target in dict.fromkeys((*record.issues, *drawn))},
    )
