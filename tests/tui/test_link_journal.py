"""The journal: nothing that was written is lost, whatever the moment of a crash, and what is purged is gone."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.ballots import CastBallot
from server.domain.entries import AddEntry, EditEntry, WithdrawEntry
from server.domain.kernel import Command
from server.protocol import codec
from spilter_tui.link.journal import Journal
from spilter_tui.link.profile import FolderInUse, Profile, free_profile
from spilter_tui.link.records import Acked, AnyLine, Book, Drafted, Queued, Returned, Seated, decoded, encoded

SECRET = "5e" * 32


def opened(path: Path) -> Journal:
    journal = Journal(path / "w.journal")
    if not journal.book.secret:
        journal.seat("w", SECRET)
    return journal


def again(journal: Journal) -> Journal:
    journal.close()
    return Journal(journal.path)


def state(book: Book) -> object:
    """All that a book holds, in order, in a form that compares."""
    return [encoded(line) for line in book.lines()]


def send(journal: Journal, op: str, command: Command, slot: str = "") -> None:
    journal.queue(op, "b1", codec.encode(command), slot)


def test_a_draft_of_any_length_is_there_again(tmp_path: Path) -> None:
    paste = "café € " * 15_000
    journal = opened(tmp_path)
    journal.draft("b1", paste)
    journal.draft("b2", "x")
    journal.draft("b2", "")
    journal = again(journal)
    assert journal.book.drafts == {"b1": paste}
    journal.close()


def test_a_message_that_was_read_stays_read(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.dismiss("m1")
    journal = again(journal)
    assert journal.book.dismissed == {"m1"}
    journal.purge("b1")
    journal = again(journal)
    assert journal.book.dismissed == {"m1"}
    journal.close()


def test_sending_takes_the_draft_away_in_the_same_write(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.draft("b1", "idee")
    before = journal.path.read_bytes()
    send(journal, "1", AddEntry("idee"), "b1")
    assert journal.path.read_bytes().removeprefix(before).count(b"\n") == 1
    journal = again(journal)
    assert journal.book.drafts == {}
    assert list(journal.book.outbox) == ["1"]
    journal.close()


def test_the_outbox_keeps_its_order_and_own_entries_follow_their_edits(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    for op in "123":
        send(journal, op, AddEntry(f"idee {op}"))
    journal.acknowledge("2", "id2")
    journal.acknowledge("3", "id3")
    send(journal, "4", EditEntry("id2", "beter"))
    send(journal, "5", WithdrawEntry("id3"))
    journal = again(journal)
    assert list(journal.book.outbox) == ["1", "4", "5"]
    journal.acknowledge("4", "")
    journal.acknowledge("5", "")
    journal = again(journal)
    assert {op: own.entry.text for op, own in journal.book.own["b1"].items()} == {"2": "beter"}
    assert journal.book.op_of("b1", "id2") == "2"
    journal.close()


def test_a_refused_text_stays_until_it_is_dismissed(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    send(journal, "1", AddEntry("te laat"))
    journal.refuse("1", "is_closed", {})
    journal = again(journal)
    assert [(back.text, back.code) for back in journal.book.returned.values()] == [("te laat", "is_closed")]
    journal.dismiss("1")
    journal = again(journal)
    assert not journal.book.returned
    journal.close()


def ballots(journal: Journal) -> dict[tuple[str, int, int], object]:
    return {key: msgspec.json.decode(voted.values)["values"] for key, voted in journal.book.ballots.items()}


def test_own_ballots_by_round_and_person_as_they_were_last_sent(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    for op, ballot in enumerate(
        (
            CastBallot("k" * 16, {"a": 4}, ("b",)),
            CastBallot("k" * 16, {"a": 1}, person=2),
            CastBallot("k" * 16, {"a": 5}, round=2),
        )
    ):
        send(journal, str(op), ballot)
    sent: dict[tuple[str, int, int], object] = {("b1", 1, 0): {"a": 4}, ("b1", 1, 2): {"a": 1}, ("b1", 2, 0): {"a": 5}}
    assert ballots(journal) == sent
    for op in range(3):
        journal.acknowledge(str(op), "")
    journal = again(journal)
    assert ballots(journal) == sent
    send(journal, "3", CastBallot("k" * 16, {"a": 2}))
    assert ballots(journal)["b1", 1, 0] == {"a": 2}
    journal.refuse("3", "is_closed", {})
    assert ballots(journal) == sent
    journal.close()


def test_purging_leaves_no_byte_of_what_was_sent_and_keeps_what_was_not(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.draft("b1", "geheim idee")
    send(journal, "0a0a", AddEntry("geheim idee"), "b1")
    journal.acknowledge("0a0a", "entry99")
    send(journal, "0c0c", CastBallot("c0ffee" * 4, {"kei": 4}))
    journal.acknowledge("0c0c", "")
    assert ballots(journal)
    journal.draft("b1", "nog niet verzonden")
    send(journal, "0b0b", AddEntry("onderweg"))
    journal.purge("b1")
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for gone in (b"geheim", b"0a0a", b"entry99", b"kei", b"c0ffee"):
        assert gone not in held
    journal = again(journal)
    assert journal.book.drafts == {"b1": "nog niet verzonden"}
    assert list(journal.book.outbox) == ["0b0b"]
    assert journal.book.secret == SECRET
    assert not journal.book.traces
    journal.close()


def test_a_file_that_grows_is_rewritten_without_what_no_longer_counts(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    send(journal, "1", AddEntry("blijft"))
    for number in range(60):
        journal.draft("b1", f"{number}" + "x" * 100_000)
    assert journal.path.stat().st_size < 5_000_000
    journal = again(journal)
    assert list(journal.book.outbox) == ["1"]
    assert journal.book.drafts["b1"].startswith("59x")
    journal.close()


LINES: list[AnyLine] = [
    Seated("w", SECRET),
    Drafted("b1", "caf€\n\x1b[2J"),
    Queued("a", "b1", msgspec.Raw(codec.encode(AddEntry("één"))), "b1"),
    Queued("b", "b1", msgspec.Raw(codec.encode(AddEntry("twee")))),
    Acked("a", "id1"),
    Returned("b", "is_closed", {"n": 1}),
]


def test_cut_at_any_byte_every_whole_line_is_kept_and_writing_goes_on(tmp_path: Path) -> None:
    parts = [encoded(line) for line in LINES]
    data = b"".join(parts)
    path = tmp_path / "w.journal"
    for cut in range(len(data) + 1):
        path.write_bytes(data[:cut])
        expected = Book()
        for part in data[:cut].split(b"\n"):
            line = decoded(part)
            if line:
                expected.take(line)
        whole = data[:cut].count(b"\n")
        journal = Journal(path)
        assert state(journal.book) == state(expected)
        assert bool(journal.book.secret) or whole == 0
        journal.draft("b9", "daarna")
        journal = again(journal)
        expected.take(Drafted("b9", "daarna"))
        assert state(journal.book) == state(expected)
        journal.close()


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_rubbish_in_the_middle_loses_only_itself(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(LINES)))
    rubbish = data.draw(st.binary(max_size=40)).replace(b"\n", b"")
    path = tmp_path_factory.mktemp("j") / "w.journal"
    parts = [encoded(line) for line in LINES]
    path.write_bytes(b"".join([*parts[:at], rubbish + b"\n", *parts[at:]]))
    expected = Book()
    for line in LINES:
        expected.take(line)
    journal = Journal(path)
    assert state(journal.book) == state(expected)
    journal.close()


def test_a_disk_that_is_full_is_told_and_loses_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="needs a limit on the size of files")
    journal = opened(tmp_path)
    journal.draft("b1", "idee")
    size = journal.path.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, hard))
    try:
        with pytest.raises(OSError):
            journal.draft("b1", "een idee dat er niet meer bij past")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert journal.path.stat().st_size == size + 20  # torn
    assert journal.book.drafts == {"b1": "idee"}
    journal.draft("b2", "er is weer plaats")
    journal = again(journal)
    assert journal.book.drafts == {"b1": "idee", "b2": "er is weer plaats"}
    journal.close()


def test_one_folder_is_one_clients(tmp_path: Path) -> None:
    first = Profile(tmp_path / "1")
    with pytest.raises(FolderInUse, match="another client"):
        Profile(tmp_path / "1")
    second = free_profile(tmp_path)
    assert second.folder.name == "2"
    first.close()
    second.close()
    third = free_profile(tmp_path)
    assert third.folder.name == "1"
    third.close()


def test_a_profile_knows_its_workshops_and_keeps_them_apart(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    assert profile.secret("../../etc/passwd") == ""
    for workshop in ("een", "../twee"):
        profile.journal(workshop).seat(workshop, SECRET)
    assert profile.workshops()[0] in ("een", "../twee")
    assert set(profile.workshops()) == {"een", "../twee"}
    assert profile.secret("een") == SECRET
    assert {path.parent for path in tmp_path.rglob("*.journal")} == {tmp_path}
    profile.close()
