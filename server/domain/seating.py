"""Who sits at which table, so that every table is mixed. The same roster gives the same tables.

For the first attribute the spread is exact: of each value every table gets the same number or one more, whenever table
sizes allow that at all. The ones that don't divide are dealt by Gale and Ryser's construction (Ryser 1957): value after
value, each to the tables with most chairs left. For the further attributes guests of one value swap chairs as long as
that makes the tables more alike, so that the first stays exact. Chairs of tables are dealt first, one a table.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from server.domain.blocks import Block, Cell, Column, Table, Text
from server.domain.i18n import Words
from server.domain.roster import Guest

PASSES = 6  # rounds of swaps, each over all pairs


def seat(guests: Sequence[Guest], chairs: Mapping[int, int], by: Sequence[str]) -> dict[int, int]:
    """A table for each guest, by card number. `chairs`: how many each table has, by number, of which 0 means enough;
    where they are too few, all tables get about as many guests. `by`: what to mix by, the most important first.
    """
    if not chairs:
        return {}
    order = sorted(guests, key=lambda guest: guest.card)
    leading = [guest.card for guest in order if guest.chair]
    hosts = dict(zip(leading, sorted(chairs), strict=False))
    others = [guest for guest in order if guest.card not in hosts]
    room = _room(len(others), chairs, hosts)
    seats = hosts | _deal(others, room, by)
    return _swapped(order, seats, by, hosts)


def _room(n: int, chairs: Mapping[int, int], hosts: Mapping[int, int]) -> dict[int, int]:
    """How many others each table gets, one by one at the smallest table where there is a chair left."""
    size = dict.fromkeys(sorted(chairs), 0) | dict.fromkeys(hosts.values(), 1)
    start = dict(size)
    bounded = all(chairs.values()) and sum(chairs.values()) >= n + len(hosts)
    for _ in range(n):
        open_ = [table for table in size if not bounded or size[table] < chairs[table]]
        size[min(open_, key=lambda table: (size[table], table))] += 1
    return {table: size[table] - start[table] for table in size}


def _deal(guests: Sequence[Guest], room: Mapping[int, int], by: Sequence[str]) -> dict[int, int]:
    """The guests over the chairs that are left, of each value of the first attribute as evenly as can be."""
    groups: defaultdict[str, list[Guest]] = defaultdict(list)
    for guest in sorted(guests, key=lambda guest: ([_value(guest, each) for each in by], guest.card)):
        groups[_value(guest, by[0]) if by else ""].append(guest)
    many = {value: len(found) for value, found in groups.items()}
    counts = _exact(many, room) or _fair(many, room)
    seats: dict[int, int] = {}
    for value, found in groups.items():
        at = counts[value]
        places = [table for nth in range(max(at.values())) for table in room if at[table] > nth]
        seats |= {guest.card: table for guest, table in zip(found, places, strict=True)}
    return seats


Counts = dict[str, dict[int, int]]  # how many of each value at each table


def _exact(many: Mapping[str, int], room: Mapping[int, int]) -> Counts | None:
    """Of each value the same number at every table, or one more; None where the sizes don't allow it."""
    counts = {value: dict.fromkeys(room, n // len(room)) for value, n in many.items()}
    left = {table: room[table] - sum(at[table] for at in counts.values()) for table in room}
    for value, n in sorted(many.items(), key=lambda each: (-(each[1] % len(room)), each[0])):
        for table in sorted(room, key=lambda table: (-left[table], table))[: n % len(room)]:
            counts[value][table] += 1
            left[table] -= 1
    return counts if not any(left.values()) else None


def _fair(many: Mapping[str, int], room: Mapping[int, int]) -> Counts:
    """One by one at the table that has fewest of this value and a chair left: as even as the sizes let it be."""
    counts = {value: dict.fromkeys(room, 0) for value in many}
    left = dict(room)
    for value, n in sorted(many.items(), key=lambda each: (-each[1], each[0])):
        for _ in range(n):
            open_ = [table for table in room if left[table]]
            table = min(open_, key=lambda table: (counts[value][table], -left[table], table))
            counts[value][table] += 1
            left[table] -= 1
    return counts


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
