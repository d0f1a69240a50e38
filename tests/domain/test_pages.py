"""Page swap: what was read least comes first, whatever comes in or goes meanwhile, and no file holds who read what."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.entries import AddEntry, AddPaper, Entry, HideEntry, RestoreEntry, WithdrawEntry
from server.domain.entry_flow import BATCH
from server.domain.kernel import Card, Phase, Refused, Role, Who
from server.domain.keys import hash_of
from server.domain.pages import PAGE, Pages, PageTaken, TakePage
from server.domain.patch import Grown
from server.domain.steering import SetPreset
from tests.domain.stage import DESK, GUEST, ROOM, Stage, items

KEY = "mijn sleutel"


def swapping(count: int = 0, **card: object) -> Stage:
    """An open activity in which pages are swapped, with so many entries to read."""
    stage = Stage(Card("b", "brainstorm", "Wat ontbreekt?", preset="page", **card))  # type: ignore[arg-type]
    stage.phase("b", Phase.OPEN)
    for n in range(count):
        stage.do("b", AddEntry(f"idee {n}", hash_of(KEY)), GUEST)
    stage.now += BATCH
    return stage


def turned(stage: Stage, about: str = "", who: Who = GUEST) -> list[str]:
    """The ids on the next page."""
    (event,) = stage.do("b", TakePage(about), who)
    assert isinstance(event, PageTaken)
    return [row.id for row in event.rows]


@given(entries=st.integers(0, 30), turns=st.integers(0, 60))
def test_after_any_number_of_turns_no_entry_was_read_twice_more_than_another(entries: int, turns: int) -> None:
    stage = swapping(entries)
    reads: Counter[str] = Counter(dict.fromkeys(stage.activity("b").entries.rows, 0))  # type: ignore[attr-defined]
    for _ in range(turns):
        page = turned(stage)
        assert len(set(page)) == len(page) == min(PAGE, entries)
        reads.update(page)
    assert max(reads.values(), default=0) - min(reads.values(), default=0) <= 1


@given(st.lists(st.one_of(st.integers(0, 6), st.sampled_from(["turn", "hide", "restore"])), max_size=40))
def test_no_entry_on_a_page_was_read_more_than_one_that_was_left_out(steps: list[int | str]) -> None:
    """Also while entries come in, are hidden, and are shown again."""
    stage = swapping()
    reads: Counter[str] = Counter()
    hidden: list[str] = []
    for step in steps:
        rows = stage.activity("b").entries.rows  # type: ignore[attr-defined]
        if step == "turn":
            may = [key for key, row in rows.items() if not row.hidden]
            page = turned(stage)
            left = [reads[key] for key in may if key not in page]
            assert set(page) <= set(may)
            assert len(page) == min(PAGE, len(may))
            assert not left or max((reads[key] for key in page), default=0) <= min(left)
            reads.update(page)
        elif step == "hide" and (shown := sorted(key for key in rows if key not in hidden)):
            hidden.append(shown[0])
            stage.do("b", HideEntry(shown[0], "dubbel"))
        elif step == "restore" and hidden:
            stage.do("b", RestoreEntry(hidden.pop()))
        elif isinstance(step, int):
            stage.do("b", AddPaper(tuple(f"nieuw {n}" for n in range(step + 1))))


def test_what_is_read_goes_to_nobodys_file_and_survives_undo() -> None:
    stage = swapping(7)
    logged = len(stage.log)
    first = turned(stage)
    assert len(stage.log) == logged
    stage.do("b", HideEntry("0007", "dubbel"))
    stage.undo()  # the activity is folded again
    second = turned(stage)
    assert set(second[:2]) == {f"{n:04d}" for n in range(1, 8)} - set(first)


def test_others_read_only_what_came_out_in_its_batch() -> None:
    stage = swapping(3)
    stage.do("b", AddEntry("nog niet uit"), GUEST)
    assert len(turned(stage)) == 3
    stage.now += BATCH
    assert len(turned(stage)) == 4


def test_what_was_hidden_or_taken_back_must_go_from_every_page() -> None:
    stage = swapping(3)
    one, two, three = turned(stage)
    stage.do("b", HideEntry(one, "dubbel"))
    stage.do("b", WithdrawEntry(two, KEY), GUEST)
    assert stage.view("b", ROOM).gone == tuple(sorted((one, two)))
    assert stage.view("b", ROOM).rows == ()
    assert turned(stage) == [three]
    stage.do("b", RestoreEntry(one))
    assert stage.view("b", ROOM).gone == (two,)


def test_with_topics_a_page_is_of_one_topic() -> None:
    stage = swapping(start=items("Markt", "Haven"), settings={"start": "topics"})
    made = [stage.do("b", AddEntry("hier", about=about), GUEST)[0] for about in "abab"]
    stage.now += BATCH
    ids = [getattr(event, "id", "") for event in made]
    assert turned(stage, "a") == [ids[0], ids[2]]
    assert turned(stage, "b") == [ids[1], ids[3]]
    assert turned(stage, "gone") == []


def test_only_participants_turn_pages_and_only_where_pages_are_swapped() -> None:
    stage = swapping(2)
    with pytest.raises(Refused, match="not_yours"):
        stage.do("b", TakePage(), DESK)
    stage.do("b", SetPreset("together"))
    with pytest.raises(Refused, match="not_now"):
        stage.do("b", TakePage(), Who(Role.PARTICIPANT))


def test_a_page_costs_the_same_however_many_entries_there_are() -> None:
    """Neither what came in since the last page nor the page itself goes through all that is there."""

    class Counting(list[Entry]):
        looked = 0

        def __getitem__(self, at):  # type: ignore[no-untyped-def]
            Counting.looked += 1
            return super().__getitem__(at)

        def __iter__(self):  # type: ignore[no-untyped-def]
            for at in range(len(self)):
                yield self[at]

    rows = Counting(Entry(f"{n}", "tekst") for n in range(1200))
    pages = Pages()
    pages.know(Grown(rows))
    rows.append(Entry("laatste", "tekst"))
    Counting.looked = 0
    pages.know(Grown(rows))
    pages.take(pages.next())
    assert Counting.looked == 1
