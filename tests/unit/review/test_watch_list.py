"""Misreadings of a list of one's own: what is asked for, and what becomes of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.cli import run
from convert.cli.review import open_service
from convert.errors import BadSetting
from convert.review.watch_list import WatchedText, read_watch_lists
from tests.support.reviewing import converted, decision, reviewing

LIST = """
[[misreading]]
before = "山路"
after = "出路"
why = "山 for 出 in this paper's type"
chance = 0.3

[[misreading]]
before = "没有这样的字"
after = "x"
"""


def test_a_list_asks_and_answers_are_carried_out(tmp_path: Path) -> None:
    """It is a kind with a hint, counts till another list is given, and is asked again by nobody."""
    out, file = converted(tmp_path, ("misreadings.txt",)), tmp_path / "watch.toml"
    text = (out.parent / "in" / "misreadings.txt").read_text("utf-8")
    file.write_text(LIST, "utf-8")
    with reviewing(out) as service:
        assert not any(kind["action"] == "watched" for kind in service.queue({})["kinds"])
    with open_service(out, "Lin", 0.9, 1, read_watch_lists([file])):
        pass
    with reviewing(out) as service:  # the list is known
        (kind,) = (kind for kind in service.queue({})["kinds"] if kind["action"] == "watched")
        assert (kind["before"], kind["after"], kind["waiting"]) == ("山路", "出路", text.count("山路"))
        assert kind["why"] == "山 for 出 in this paper's type"
        assert kind["gain"] == pytest.approx(0.3 * kind["waiting"])
        doubt, *others = service.doubts(service.queue({"kind": str(kind["kind"])})["order"])
        assert (doubt["watched"], doubt["done"], doubt["candidates"][:2]) == (True, False, ["出路", "山路"])
        service.decide(decision(doubt, "accept"))
        for other in others:
            service.decide(decision(other, "reject"))
    assert run(["apply", str(out), "--quiet", "--strict"]) == 0
    xml = (out / "misreadings.xml").read_text("utf-8")
    assert xml.count("出路") == 1
    with reviewing(out) as service:
        assert not any(kind["action"] == "watched" and kind["waiting"] for kind in service.queue({})["kinds"])
    with open_service(out, "Lin", 0.9, 1, ()) as service:  # an empty list takes it back
        assert not any(kind["action"] == "watched" for kind in service.queue({"decided": "1"})["kinds"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[misreading]]\nbefore = ""\nafter = "x"', "is read otherwise"),
        ('[[misreading]]\nbefore = "x"\nafter = "x"', "is read otherwise"),
        ('[[misreading]]\nbefore = "x"', "after"),
        ('[[misreading]]\nbefore = "x"\nafter = "y"\nchance = 2', "between 0 and 1"),
        (f'[[misreading]]\nbefore = "{"x" * 201}"\nafter = "y"', "more than 200"),
        ('[[misreadings]]\nbefore = "x"\nafter = "y"', "misreadings"),
        ("before =", "TOML"),
    ],
)
def test_a_list_that_cannot_be_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    """With the line that is wrong."""
    file = tmp_path / "watch.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadSetting) as error:
        read_watch_lists([file])
    assert problem in f"{error.value} {error.value.hint}"
    assert "watch.toml" in str(error.value)


def test_of_two_entries_on_one_text_the_first_counts(tmp_path: Path) -> None:
    """Over several lists; a list may be empty."""
    for name, after in (("a", "未来"), ("b", "末来人")):
        (tmp_path / name).write_text(f'[[misreading]]\nbefore = "末来"\nafter = "{after}"\n', "utf-8")
    (tmp_path / "empty").touch()
    lists = [tmp_path / name for name in ("empty", "a", "b")]
    assert read_watch_lists(lists) == (WatchedText("末来", "未来"),)
