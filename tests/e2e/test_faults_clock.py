"""The clock of the machine jumps back: between two runs, and in the midst of one."""

from __future__ import annotations

import json
import re
import time
from itertools import count
from pathlib import Path

import pytest

from convert.batch.ledger import open_ledger
from convert.batch.run import Clock
from convert.batch.statistics import batch_statistics
from convert.batch.status import batch_status
from convert.cli import batch_run, run
from tests.support.batches import issues

YEAR = 365 * 86_400.0


def set_clock(monkeypatch: pytest.MonkeyPatch, start: float, back: float = 0.0, after: int = 0) -> None:
    """Have the next run begin at a time, and its clock jump back after some looks at it."""
    looks, began = count(), time.monotonic()

    def now() -> float:
        return start + (time.monotonic() - began) - (back if after and next(looks) >= after else 0.0)

    monkeypatch.setattr(batch_run, "CLOCK", Clock(now, time.monotonic, time.sleep))


def test_an_earlier_time_in_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last run is the last that was begun, whatever it says of the time; what is unchanged stays so."""
    source, out = issues(tmp_path / "in", 3), tmp_path / "out"
    arguments = ["batch", str(source), str(out), "-f", "xml", "-j", "1"]
    set_clock(monkeypatch, 2 * YEAR)
    assert run(arguments) == 0
    set_clock(monkeypatch, YEAR)
    assert run(arguments) == 0
    assert "0 converted, 3 unchanged, 0 failed" in capsys.readouterr().err
    (source / "1950" / "000.txt").write_text("云津日报讯\n\n新桥又通车。\n", "utf-8")
    set_clock(monkeypatch, YEAR / 2)
    assert run(arguments) == 0
    assert "1 converted, 2 unchanged, 0 failed" in capsys.readouterr().err
    with open_ledger(out) as ledger:
        assert [one.id for one in ledger.runs()] == [1, 2, 3]
        assert [round(one.began / YEAR, 1) for one in ledger.runs()] == [2, 1, 0.5]
        for issue in ledger.issues():
            assert issue.began is not None
            assert issue.ended is not None
            assert 0 <= issue.ended - issue.began < 120
        status = batch_status(ledger, out)
        assert status.run is not None
        assert status.run.id == 3
        assert 0 <= status.seconds < 120
        assert status.rate >= 0
        statistics = batch_statistics(ledger, out)
        assert statistics.began is not None
        assert statistics.ended is not None
        assert statistics.began < YEAR
        assert statistics.ended > 2 * YEAR


def test_a_jump_within_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No duration is negative, and the report does not end before it begins."""
    source, out = issues(tmp_path / "in", 6), tmp_path / "out"
    set_clock(monkeypatch, 2 * YEAR, back=YEAR, after=6)
    assert run(["batch", str(source), str(out), "-f", "xml", "-j", "1", "--log-json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert all(0 <= line["seconds"] < 120 for line in told if "seconds" in line)
    with open_ledger(out) as ledger:
        ends = [issue.ended or 0.0 for issue in ledger.issues()]
        assert min(ends) < 1.5 * YEAR < max(ends)  # the clock did jump
        assert all((issue.ended or 0) >= (issue.began or 0) for issue in ledger.issues())
        statistics = batch_statistics(ledger, out)
        assert statistics.began is not None
        assert statistics.ended is not None
        assert statistics.began <= min(ends)
        assert statistics.ended >= max(ends)
    assert run(["status", str(out), "--json"]) == 0
    state = json.loads(capsys.readouterr().out)
    assert state["done"] == 6
    assert state["rate"] >= 0
    assert run(["why", str(out), "1950/000.txt"]) == 0
    assert not re.search(r", -\d", capsys.readouterr().out)
