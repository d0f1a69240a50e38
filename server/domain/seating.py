"""Who sits at which table, so that every table is mixed. The same roster gives the same tables.

For the first attribute the spread is exact: of each value every table gets the same number or one more, whenever table
sizes allow that at all. The ones that don't divide are dealt by Gale and Ryser's construction (Ryser 1957): value after
value, each to the tables with most chairs left; and along augmenting paths (Ford and Fulkerson 1956) where who leads a
table is in the way. For the further attributes guests of one value swap chairs as long as that makes the tables more
alike, so that the first stays exact. Who leads a table sits first, one a table, and counts in its mix.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from server.domain.blocks import Block, Cell, Column, Table, Text
from server.domain.i18n import Words
from server.domain.roster import Guest

PASSES = 6  # rounds of swaps, each over all pairs


def seat(guests: Sequence[Guest], chairs: Mapping[int, int], by: Sequence[str]) -> dict[int, int]:
    """A table for each guest, by card number. `chairs`: how many each table has, by number, of which 0 means enough;
    where they are too few, all tables get about as many guests. `by`: what to mix by, the most important first.

    Who leads a table and has one already keeps it.
    """
    if not chairs:
        return {}
    order = sorted(guests, key=lambda guest: guest.card)
    hosts = _hosts(order, chairs)
    held = {hosts[guest.card]: _first(guest, by) for guest in order if guest.card in hosts}
    others = [guest for guest in order if guest.card not in hosts]
    seats = hosts | _deal(others, _sizes(len(order), chairs, held), held, by)
    return _swapped(order, seats, by, hosts)


def _hosts(guests: Sequence[Guest], chairs: Mapping[int, int]) -> dict[int, int]:
    """The table of each who leads one, by card: the own one, else the first that is free."""
    leading = [guest for guest in guests if guest.chair]
    own: dict[int, int] = {}
    for guest in leading:
        if guest.table in chairs:
            own.setdefault(guest.table, guest.card)
    hosts = {card: table for table, card in own.items()}
    free = [table for table in sorted(chairs) if table not in own]
    return hosts | dict(zip((guest.card for guest in leading if guest.card not in hosts), free, strict=False))


class _Sizes(NamedTuple):
    """How many sit at each table; some of the tables in `open` get one more, so that `rest` sit too."""

    least: dict[int, int]
    open: list[int]
    rest: int

    def even(self) -> dict[int, int]:
        """The sizes where the first ones get one more."""
        return {table: n + (table in self.open[: self.rest]) for table, n in self.least.items()}


def _sizes(n: int, chairs: Mapping[int, int], held: Collection[int]) -> _Sizes:
    """So many over the tables, the smallest first, as far as there are chairs; who leads a table sits."""
    size = {table: int(table in held) for table in sorted(chairs)}
    bounded = all(chairs.values()) and sum(chairs.values()) >= n
    rest = n - len(held)
    while True:
        free = [table for table in size if not bounded or size[table] < chairs[table]]
        low = [table for table in free if size[table] == min(size[each] for each in free)]
        if rest < len(low) or not low:
            return _Sizes(size, low, rest)
        size |= {table: size[table] + 1 for table in low}
        rest -= len(low)


def _deal(guests: Sequence[Guest], sizes: _Sizes, held: Mapping[int, str], by: Sequence[str]) -> dict[int, int]:
    """The guests over the chairs that are left, of each value of the first attribute as evenly as can be.

    `held`: the value of who leads a table, by table.
    """
    groups: defaultdict[str, list[Guest]] = defaultdict(list)
    for guest in sorted(guests, key=lambda guest: ([_value(guest, each) for each in by], guest.card)):
        groups[_first(guest, by)].append(guest)
    many = Counter({value: len(found) for value, found in groups.items()}) + Counter(held.values())
    counts = _exact(many, sizes, held) or _fair(many, sizes.even(), held)
    seats: dict[int, int] = {}
    for value, found in groups.items():
        at = {table: n - (held.get(table) == value) for table, n in counts[value].items()}
        places = [table for nth in range(max(at.values())) for table in at if at[table] > nth]
        seats |= {guest.card: table for guest, table in zip(found, places, strict=True)}
    return seats


Counts = dict[str, dict[int, int]]  # how many of each value at each table, with who leads it


def _exact(many: Mapping[str, int], sizes: _Sizes, held: Mapping[int, str]) -> Counts | None:
    """Of each value the same number at every table, or one more; None where the sizes don't allow it."""
    base = {value: n // len(sizes.least) for value, n in many.items()}
    more = {value: n % len(sizes.least) for value, n in many.items()}
    fixed = {value: {table for table in held if held[table] == value and not n} for value, n in base.items()}
    least = {table: size - sum(base.values()) for table, size in sizes.least.items()}
    most = {table: n + (table in sizes.open) for table, n in least.items()}
    dealt = _Dealt(more, fixed)
    dealt.fill(least)
    dealt.fill(most)
    if not dealt.complete or any(not least[table] <= dealt.load[table] <= most[table] for table in least):
        return None
    return {value: {table: n + (table in dealt.at[value]) for table in least} for value, n in base.items()}


class _Dealt:
    """The tables that get one more of a value: so many `wanted` for each, with those that are `fixed`."""

    def __init__(self, wanted: Mapping[str, int], fixed: Mapping[str, set[int]]) -> None:
        self._wanted, self._fixed = wanted, fixed
        self.at = {value: set(tables) for value, tables in fixed.items()}
        self.load = Counter(table for tables in fixed.values() for table in tables)

    @property
    def complete(self) -> bool:
        """Whether each value has as many as are wanted."""
        return all(len(self.at[value]) == n for value, n in self._wanted.items())

    def fill(self, most: Mapping[int, int]) -> None:
        """Deal as many as can be while a table gets at most so many; what a table has it keeps."""
        for value, n in sorted(self._wanted.items(), key=lambda each: (-each[1], each[0])):
            room = {table: most[table] - self.load[table] for table in most if table not in self.at[value]}
            free = sorted((table for table in room if room[table] > 0), key=lambda table: (-room[table], table))
            for table in free[: n - len(self.at[value])]:
                self.at[value].add(table)
                self.load[table] += 1
        for value, n in sorted(self._wanted.items()):
            while len(self.at[value]) < n and self._augment(value, most):
                pass

    def _augment(self, value: str, most: Mapping[int, int]) -> bool:
        """Give a value one table more, whatever tables others change for it: the shortest path to one with room."""
        came: dict[int, tuple[str, int]] = {}  # table → the value that takes it, and the table given up for it; 0: none
        at = [(value, 0)]
        for taker, given_up in at:
            for table in most:
                if table in came or table in self.at[taker]:
                    continue
                came[table] = (taker, given_up)
                if self.load[table] < most[table]:
                    self._turn(table, came)
                    return True
                at += [(each, table) for each in self.at if table in self.at[each] and table not in self._fixed[each]]
        return False

    def _turn(self, table: int, came: Mapping[int, tuple[str, int]]) -> None:
        self.load[table] += 1
        while table:
            taker, given_up = came[table]
            self.at[taker].add(table)
            self.at[taker].discard(given_up)
            table = given_up


def _fair(many: Mapping[str, int], size: Mapping[int, int], held: Mapping[int, str]) -> Counts:
    """One by one at the table that has fewest of this value and a chair left: as even as the sizes let it be."""
    counts = {value: {table: int(held.get(table) == value) for table in size} for value in many}
    left = {table: n - (table in held) for table, n in size.items()}
    for value, n in sorted(many.items(), key=lambda each: (-each[1], each[0])):
        for _ in range(n - sum(counts[value].values())):
            open_ = [table for table in size if left[table]]
            table = min(open_, key=lambda table: (counts[value][table], -left[table], table))
            counts[value][table] += 1
            left[table] -= 1
    return counts


def _first(guest: Guest, by: Sequence[str]) -> str:
    return _value(guest, by[0]) if by else ""


def _value(guest: Guest, attribute: str) -> str:
    return guest.attributes.get(attribute, "")


# --- the further attributes ---------------------------------------------------------------------------------------


def _swapped(
    guests: Sequence[Guest], seats: dict[int, int], by: Sequence[str], hosts: Mapping[int, int]
) -> dict[int, int]:
    """The seats after guests of one value of the first attribute swapped tables, to spread the further ones."""
    further = by[1:]
    if not further:
        return seats
    count = Counter((seats[g.card], each, _value(g, each)) for g in guests for each in further)
    pairs = list(_pairs([g for g in guests if g.card not in hosts], by[0]))
    for _ in range(PASSES):
        swaps = 0
        for one, other in pairs:
            here, there = seats[one.card], seats[other.card]
            if here != there and _gain(count, one, here, other, there, further) < [0] * len(further):
                for guest, out, into in ((one, here, there), (other, there, here)):
                    count.subtract((out, each, _value(guest, each)) for each in further)
                    count.update((into, each, _value(guest, each)) for each in further)
                seats[one.card], seats[other.card] = there, here
                swaps += 1
        if not swaps:
            break
    return seats


def _pairs(guests: Sequence[Guest], first: str) -> Iterator[tuple[Guest, Guest]]:
    for at, one in enumerate(guests):
        for other in guests[at + 1 :]:
            if _value(one, first) == _value(other, first):
                yield one, other


def _gain(
    count: Counter[tuple[int, str, str]], one: Guest, here: int, other: Guest, there: int, further: Sequence[str]
) -> list[int]:
    """By attribute how much the sum of squares of the counts grows when two guests swap: below 0 is more even."""
    gains = []
    for each in further:
        mine, its = _value(one, each), _value(other, each)
        at_mine = count[there, each, mine] - count[here, each, mine]
        at_its = count[here, each, its] - count[there, each, its]
        gains.append(0 if mine == its else 2 * (at_mine + at_its) + 4)
    return gains


# --- how good it is -----------------------------------------------------------------------------------------------


def differences(guests: Sequence[Guest], seats: Mapping[int, int], attribute: str) -> dict[str, int]:
    """For each value of an attribute by how much the tables differ in how many they have of it."""
    tables = sorted(set(seats.values()))
    count = Counter((seats[g.card], _value(g, attribute)) for g in guests if g.card in seats)
    values = sorted({value for _table, value in count})
    return {value: max(counts) - min(counts) for value in values if (counts := [count[t, value] for t in tables])}


def explained(guests: Sequence[Guest], seats: Mapping[int, int], by: Sequence[str], words: Words) -> list[Block]:
    """The proposal in numbers, without a name: a table for each attribute, and how far the tables differ."""
    blocks: list[Block] = []
    for attribute in by:
        most = max(differences(guests, seats, attribute).values(), default=0)
        says = words.gettext("{attribute}: every table has as many of each.")
        if most:
            says = words.ngettext(
                "{attribute}: tables differ by {n} person at most.",
                "{attribute}: tables differ by {n} persons at most.",
                most,
            )
        blocks += [Text(says.format(attribute=attribute, n=most)), _grid(guests, seats, attribute, words)]
    return blocks


def _grid(guests: Sequence[Guest], seats: Mapping[int, int], attribute: str, words: Words) -> Table:
    count = Counter((seats[g.card], _value(g, attribute)) for g in guests if g.card in seats)
    size = Counter(seats.values())
    values = sorted({value for _table, value in count})
    titles = [value or words.gettext("not filled in") for value in values]
    columns = [Column(words.gettext("table"), numeric=True), *(Column(title, numeric=True) for title in titles)]
    rows = [
        tuple(Cell(number=float(n)) for n in (table, *(count[table, value] for value in values), size[table]))
        for table in sorted(size)
    ]
    return Table((*columns, Column(words.gettext("together"), numeric=True)), tuple(rows))
