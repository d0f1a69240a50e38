"""Rule 4, after the evening: seventeen laptops wrote and voted, and nothing that is kept links one to what it sent.

Searched: the workshop's file and WAL, every back-up, every export, and the journals of the laptops themselves.
"""

from pathlib import Path

from server.domain import ballots, entries, steering
from server.domain.kernel import Selection
from server.domain.keys import hash_of
from server.log import read_only
from server.protocol.queries import BackUp, Files, MakeReport
from spilter_tui.link import keys
from tests.serving import started
from tests.workshop.evening import CLOSED, OPEN, Laptop, desk, guests

PEOPLE = 17


def traces(laptop: Laptop) -> set[str]:
    """All that this laptop ever showed, or could show, of which rows are its own."""
    book = laptop.book
    ops = {*book.own.get("ideas", {}), *book.outbox}
    entry_keys = {keys.entry_key(book.secret, op) for op in ops}
    voter = keys.voter_key(book.secret, "vote", 1)
    hashes = {*map(hash_of, entry_keys), hash_of(voter)}
    return ops | entry_keys | hashes | {voter, book.secret, keys.seat_token(book.secret)}


def holding(folder: Path, words: set[str]) -> dict[str, set[str]]:
    """Which files of a folder hold which of these words."""
    found: dict[str, set[str]] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        if here := {word for word in words if word.encode() in data}:
            found[str(path.relative_to(folder))] = here
    return found


async def test_nothing_that_is_kept_links_a_laptop_to_what_it_sent(tmp_path: Path) -> None:
    hall, laptops, stick, out = (tmp_path / name for name in ("hall", "laptops", "stick", "out"))
    for folder in (hall, stick, out):
        folder.mkdir()
    async with (
        started(hall / "hall.spilter", backup_to=stick) as serving,
        desk(tmp_path / "desk", serving) as chair,
        guests(laptops, serving, PEOPLE) as people,
    ):
        await chair.do("ideas", OPEN)
        own = {}
        for number, guest in enumerate(people):
            own[number] = await guest.do("ideas", entries.AddEntry(f"Idee nummer {number}"))
            await guest.do("ideas", entries.EditEntry(own[number], f"Verbeterd idee {number}"))
        links = set().union(*map(traces, people))
        await chair.link.ask(BackUp())
        assert holding(hall, links)  # while it is open, a laptop's own entries must be known as its own
        await chair.do("ideas", CLOSED)
        await chair.do("vote", steering.Carry(Selection("ideas")))
        await chair.do("vote", OPEN)
        for number, guest in enumerate(people):
            items = (await guest.sees("vote", lambda view: len(view.items) == PEOPLE)).items
            links.add(guest.link.send("vote", ballot(items, number)))
            await guest.link.settled()
        await chair.do("vote", CLOSED)
        for guest in (*people, chair):
            await guest.sees("agenda", lambda view: all(row.sealed for row in view.rows if row.id != "welcome"))
        await chair.link.ask(BackUp())
        made = await chair.link.ask(MakeReport())
        assert isinstance(made, Files)
        for name, data in made.files.items():
            (out / name).write_bytes(data)
        assert holding(hall, links) == holding(stick, links) == holding(out, links) == {}
        own_secrets = {guest.book.secret for guest in people}
        texts = {f"idee {number}" for number in range(PEOPLE)}
        assert holding(laptops, (links | texts | {*own.values()}) - own_secrets) == {}
    assert holding(hall, links) == holding(stick, links) == {}
    assert_says_nothing(hall / "hall.spilter")


def ballot(items: tuple[object, ...], number: int) -> ballots.CastBallot:
    """A whole ballot; the link puts the voter's key in the place of this one."""
    return ballots.CastBallot("-" * 16, {item.id: 1 + (number + at) % 5 for at, item in enumerate(items)})  # type: ignore[attr-defined]


def assert_says_nothing(path: Path) -> None:
    """What participants sent stands there without who, when, or in which order."""
    sent = [record for record in read_only(path).records if record.scope in ("ideas", "vote") and not record.by]
    assert len(sent) == 2 * PEOPLE
    assert {record.op for record in sent} == {""}
    for scope in ("ideas", "vote"):
        assert len({record.at for record in sent if record.scope == scope}) == 1
    ids = [record.event.id for record in sent if isinstance(record.event, entries.EntryAdded)]
    assert ids == sorted(ids)
    values = [
        repr(sorted(record.event.values.items())) for record in sent if isinstance(record.event, ballots.BallotCast)
    ]
    assert len(values) == PEOPLE
