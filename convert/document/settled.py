"""Where a person or the archive has decided: what was accepted, replaced or stated there, no rule changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from convert.document.actions import Action, Edit, Join, Label, Place, Refer, Split, Tabulate
from convert.document.changes import Joined, Labelled, Placed, Referred, SplitOff, Tabulated
from convert.document.layout import Layout
from convert.document.model import Block
from convert.document.roles import HEADINGS, Role
from convert.document.stated import keeps_role, stated_places


class _Stretch(NamedTuple):
    """Part of a block's reading that a person has decided on; nothing is read there where it is empty."""

    start: int
    end: int
    is_seam: bool
    """Whether two blocks were joined there."""


class SettledPlaces:
    """What a person has decided on in the blocks of one document: readings, seams, roles, places."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        """Remember the blocks; nothing is looked up before it is asked for."""
        self._blocks = blocks
        self._stretches: dict[int, list[_Stretch]] = {}

    def cover(self, action: Action) -> bool:
        """Return whether an action would change what a person has decided on."""
        match action:
            case Edit():
                stretches = self._of(action.block)  # of hardly any block there are some
                return bool(stretches) and any(_alters(action, stretch) for stretch in stretches)
            case Split(block=block, at=at):
                return any(s.start < at < s.end or (s.is_seam and at == s.start) for s in self._of(block))
            case Label():
                return _has_role(self._blocks[action.block])
            case Place():
                return self._is_placed(action)
            case Join():
                return self._begins(action)
            case Tabulate() | Refer():
                return self._links_decided(action)

    def _of(self, number: int) -> list[_Stretch]:
        """Return the decided stretches of a block, in order."""
        stretches = self._stretches.get(number)
        if stretches is None:
            stretches = self._stretches[number] = []
            end = 0
            for segment in self._blocks[number].segments:
                start, end = end, end + len(segment.reading)
                if segment.changes and any(c.by for c in segment.changes):
                    is_seam = any(isinstance(c, Joined) for c in segment.changes)
                    stretches.append(_Stretch(start, end, is_seam))
        return stretches

    def _links_decided(self, action: Tabulate | Refer) -> bool:
        """Whether any block of a table was decided on, or which part another one continues."""
        if isinstance(action, Tabulate):
            return any(self._is_decided(number) for number in {span.block for span in action.spans})
        return any(isinstance(c, Referred) and c.by for c in self._blocks[action.block].changes)

    def _is_decided(self, number: int) -> bool:
        """Whether anything of a block was decided on: to make cells of it would lose that."""
        return bool(self._of(number)) or any(c.by for c in self._blocks[number].changes)

    def _is_placed(self, action: Place) -> bool:
        """Whether a block would leave the place, or lose or change the opening, that it was given."""
        block = self._blocks[action.block]
        places = [c for c in block.changes if isinstance(c, Placed) and c.by]
        moves = action.after != action.block - 1
        return (moves and any(c.moved for c in places)) or (
            action.opens is not block.opens and any(c.opens is not c.opens_before for c in places)
        )

    def _begins(self, action: Join) -> bool:
        """Whether the second block of a join has a beginning, a role or a place of its own to lose.

        Nor does a heading take in running text: it would be none any more.
        """
        first, second = self._blocks[action.first], self._blocks[action.second]
        return (
            any(isinstance(c, SplitOff) and c.by for c in second.changes)
            or (_has_role(second) and second.role is not first.role)
            or (_has_role(first) and first.role in HEADINGS and second.role not in HEADINGS)
            or self._is_placed(Place(action.second, action.first))
        )


class StatedByArchive:
    """What the archive says of the blocks of one document: roles, units, their order. Rules only propose."""

    def __init__(self, blocks: Sequence[Block], layout: Layout | None) -> None:
        """Look up where the blocks stand in the units of the source; most sources have none."""
        self._blocks = blocks
        self._places = stated_places(blocks, layout)
        self._units = layout.units if layout else ()

    def cover(self, action: Action) -> bool:
        """Return whether an action would change what the archive states."""
        if not self._places:
            return False
        match action:
            case Label(block=block, role=role):
                place = self._places.get(block)
                return place is not None and place.role is not None and not keeps_role(role, place.role)
            case Place():
                return self._is_placed(action)
            case Tabulate(spans=spans):
                places = [self._places.get(number) for number in {span.block for span in spans}]
                roles = {place.role for place in places if place and place.role}
                return any(not keeps_role(Role.TABLE_CELL, role) for role in roles)
            case Join(first=first, second=second):
                return self._parts(first, second)
            case _:
                return False

    def _is_placed(self, action: Place) -> bool:
        """Whether a block would leave its stated place, or open what a unit does not open there.

        A unit that is an order alone says nothing of what begins in it.
        """
        place = self._places.get(action.block)
        if place is None:
            return False
        opens = action.opens is not self._blocks[action.block].opens
        return action.after != action.block - 1 or (opens and self._units[place.unit].opens is not None)

    def _parts(self, first: int, second: int) -> bool:
        """Whether two blocks belong to different units, or are stated to be something else each."""
        before, behind = self._places.get(first), self._places.get(second)
        units = [None if place is None else place.unit for place in (before, behind)]
        if units[0] != units[1] and any(unit is not None and self._holds(unit) for unit in units):
            return True
        stated = [None if place is None else place.role for place in (before, behind)]
        roles = self._blocks[first].role, self._blocks[second].role
        return stated[0] is not stated[1] and roles[0] is not roles[1]

    def _holds(self, unit: int) -> bool:
        """Whether a unit says what belongs together: one of a single stretch may say a role alone."""
        return self._units[unit].opens is not None or len(self._units[unit].spans) > 1


def _alters(edit: Edit, stretch: _Stretch) -> bool:
    """Whether an edit changes what is read in a stretch; beside it is not in it.

    Where nothing is to be read, to leave out what stands around it changes nothing; to put text there does.
    """
    start, end = stretch.start, stretch.end
    if start < end:
        return edit.start < end and start < edit.end
    return bool(edit.reading) and (edit.start < start < edit.end or edit.start == start == edit.end)


def _has_role(block: Block) -> bool:
    return any(isinstance(c, Labelled | Tabulated) and c.by for c in block.changes)
