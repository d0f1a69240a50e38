"""Files as people have them: what can be read is read, and what can't is said by line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.i18n import words
from server.domain.importing import (
    Statement,
    holds_judgements,
    judgements,
    names_of,
    on_paper,
    start_items,
    statements,
    to_bring_in,
)
from server.domain.kernel import Item
from server.domain.sheet import BadFile, separator
from server.domain.startlist import Given, new_in
from tests.domain.stage import items
from tests.support import shared

START = items("Eén loket", "Werkruimte; op de haven", "Btw per jaar")
NAMES = names_of(START)


def file(*rows: tuple[str, ...], between: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=between).writerows(rows)
    return text.getvalue().encode(encoding)


def faults(data: bytes, votes: bool = False) -> list[tuple[int, str]]:
    with pytest.raises(BadFile) as bad:
        judgements(data, NAMES) if votes else statements(data)
    assert all(fault.sentence(words("en")) for fault in bad.value.faults)
    return [(fault.line, fault.code) for fault in bad.value.faults]


TEXTS = st.lists(
    st.text("abc é€ëï;,\t\"'\n01|#", min_size=1, max_size=20).map(str.strip).filter(bool), min_size=1, max_size=6
)


@given(TEXTS, st.sampled_from(";,\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_what_was_written_is_read_whatever_the_encoding_and_the_separator(
    texts: list[str], between: str, encoding: str
) -> None:
    rows = [("Nr", "Tekst", "Bron"), *((str(n), text, "brief") for n, text in enumerate(texts))]
    found = statements(file(*rows, between=between, encoding=encoding))
    assert [(each.id, each.text, each.source) for each in found] == [
        (str(n), text, "brief") for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"Meer groen\nMinder steen\n", ["Meer groen", "Minder steen"]),
        (b"tekst\r\nMeer groen, minder steen\r\n\r\n", ["Meer groen, minder steen"]),
        (b"tekst\rMeer\rMinder", ["Meer", "Minder"]),
        (b'\xef\xbb\xbf"stelling";"bron"\n"E\xc3\xa9n ""loket"";\nop de markt";brief', ['Eén "loket";\nop de markt']),
        (b"tekst;;\nE\xe9n loket \x80 5;;\n", ["Eén loket € 5"]),
        (b"id\ttekst\n7\tgroen", ["groen"]),
    ],
)
def test_statements_of_many_a_file(data: bytes, texts: list[str]) -> None:
    assert [each.text for each in statements(data)] == texts


def test_what_is_wrong_is_said_by_line() -> None:
    assert faults(b"") == [(1, "nothing")]
    assert faults(b" \n;;\n") == [(1, "nothing")]
    assert faults(b"tekst\nE\xe9n\n\x81\n") == [(3, "encoding")]
    assert faults(b"\xff\xfet\x00e") == [(1, "encoding")]
    assert faults(b'tekst;bron\n"een;twee\ndrie') == [(2, "quotes")]
    assert faults(b"onderwerp;toelichting\neen;twee") == [(1, "no_column")]
    assert faults(b"tekst;tekst\neen;twee") == [(1, "column_twice")]
    assert faults(b"id,tekst\n1,een\n2,Meer groen, minder steen\n3,drie\n4,a,b") == [
        (3, "more_cells"),
        (5, "more_cells"),
    ]
    assert faults(b"id;tekst\n1;\n2;twee\n2;drie\n3;" + b"x" * 4001) == [
        (2, "empty"), (4, "id_twice"), (5, "too_long"),
    ]  # fmt: skip
    assert faults(b"id;tekst;bron\n" + b"x" * 31 + b";een;\n2;twee;" + b"y" * 81) == [(2, "too_long"), (3, "too_long")]
    assert faults(b'tekst\n"een"twee\n') == [(2, "loose_quote")]
    assert faults(b"tekst\n" + b"x" * 200_000) == [(2, "broken")]


def test_the_fault_of_a_row_of_many_lines_is_at_its_first() -> None:
    assert faults(b'id;tekst\n1;"een\ntwee\ndrie"\n2;""\n') == [(5, "empty")]


@pytest.mark.parametrize(
    ("text", "between"),
    [("a;b,c;d", ";"), ("a\tb", "\t"), ("", "\x1f"), ("een", "\x1f"), ('"a;b;c",d', ","), ("\n\na;b", ";")],
)
def test_the_separator_is_what_the_first_line_has_most_of(text: str, between: str) -> None:
    assert separator(text) == between


def test_a_start_list_keeps_the_ids_and_sources_of_the_file() -> None:
    found = start_items([Statement(2, "een", "35"), Statement(3, "twee", "", "brief")], "stemmen", "Polis")
    assert found == (Item("stemmen.35", "een", source="Polis"), Item("stemmen.2", "twee", source="brief"))
    names = names_of(found)
    assert (names["35"], names["twee"], names["2"]) == ("stemmen.35", "stemmen.2", "stemmen.2")
    assert "1" not in names
    assert names_of(START)["3"] == "c"


def test_bringing_in_a_file_twice_changes_nothing() -> None:
    found = to_bring_in(
        [Statement(2, "een", "35"), Statement(3, "twee", "", "brief"), Statement(4, "twee")], "s", "Polis"
    )
    assert found == (Given("een", "s.35", "Polis"), Given("twee", "", "brief"), Given("twee", "", "Polis"))
    ids = iter("xyz")
    first = new_in(found, {}, lambda: next(ids))
    assert first == (Item("s.35", "een", source="Polis"), Item("x", "twee", source="brief"))
    assert new_in(found, {item.id: item for item in first}, lambda: next(ids)) == ()


def test_an_id_that_belongs_to_another_text_is_numbered_and_found_again() -> None:
    here = {"s.1": Item("s.1", "Eén loket")}
    other = (Given("btw", "s.1"), Given("Een loket", "s.1"), Given("groen", "s.1"))
    fresh = new_in(other, here, lambda: "new")
    assert [(item.id, item.text) for item in fresh] == [("s.1~2", "btw"), ("s.1~3", "groen")]
    assert new_in(other, here | {item.id: item for item in fresh}, lambda: "new") == ()


LINES = st.lists(st.builds(Given, st.sampled_from(["een", "twee", "Twee", "drie"]), st.sampled_from(["", "a", "b"])))


@given(LINES, LINES)
def test_whatever_was_brought_in_is_not_brought_in_again(first: list[Given], second: list[Given]) -> None:
    numbers = map(str, range(100))
    here: dict[str, Item] = {}
    for given_now in (first, second):
        here |= {item.id: item for item in new_in(given_now, here, lambda: next(numbers))}
    assert new_in([*first, *second], here, lambda: next(numbers)) == ()
    assert {text.text.casefold() for text in [*first, *second]} == {item.text.casefold() for item in here.values()}


def test_ballots_of_one_row_a_judgement_in_the_order_of_their_times() -> None:
    data = file(
        ("time", "voter", "item", "value"),
        ("30", "Ann", "a", "-1"),
        ("10", "Ann", "1", "1"),
        ("20", "Bo", "één loket", "pass"),
        ("20", "Bo", "WERKRUIMTE; OP DE HAVEN", "oneens"),
    )
    found = judgements(data, NAMES)
    assert [(each.line, each.item, each.value) for each in found.given] == [
        (3, "a", 1), (4, "a", 0), (5, "b", -1), (2, "a", -1),
    ]  # fmt: skip
    assert found.ballots() == {"ann": {"a": -1}, "bo": {"a": 0, "b": -1}}


def test_ballots_of_one_row_a_voter() -> None:
    data = b"deelnemer;groep;Een loket;3;b\nAnn;1;5;;2\nBo;2;;;\nCas;1;4;3;1\n"
    found = judgements(data, NAMES)
    assert found.ignored == ("groep",)
    assert found.ballots() == {"ann": {"a": 5, "b": 2}, "cas": {"a": 4, "c": 3, "b": 1}}
    assert judgements(b"a;b\n1;2\n3;4\n", NAMES).ballots() == {"line 2": {"a": 1, "b": 2}, "line 3": {"a": 3, "b": 4}}


def test_ballots_that_can_not_be_are_said_by_line() -> None:
    assert faults(b"voter;item;value\nAnn;zz;1\nBo;a;\nCas;a;veel\n;a;1", votes=True) == [
        (2, "no_item"), (3, "empty"), (4, "no_number"), (5, "empty"),
    ]  # fmt: skip
    assert faults(b"voter;value\nAnn;1", votes=True) == [(1, "no_column")]
    assert faults(b"voter;groep\nAnn;1", votes=True) == [(1, "not_judged")]
    assert faults(b"voter;a\nAnn;1,5", votes=True) == [(2, "no_number")]


VOTES = st.lists(st.tuples(st.sampled_from(["x", "y", "z"]), st.sampled_from("abc"), st.integers(-5, 5)), min_size=1)


@given(VOTES)
def test_on_paper_counts_each_voters_last_word(votes: list[tuple[str, str, int]]) -> None:
    rows = [("voter", "item", "value"), *((voter, item, str(value)) for voter, item, value in votes)]
    found = judgements(file(*rows), NAMES)
    last = {(voter, item): value for voter, item, value in votes}
    hands = on_paper(found, "papier")
    assert hands.persons == len({voter for voter, _, _ in votes})
    assert hands.source == "papier"
    for item in "abc":
        values = [value for (_, judged), value in last.items() if judged == item]
        assert hands.counts.get(item, {}) == {value: values.count(value) for value in set(values)}


@pytest.mark.parametrize(
    ("data", "ballots"),
    [
        (b"voter;item;value\nAnn;a;1", True),
        (b"groep;a;b\n1;1;2", True),
        (b"deelnemer;Een loket\nAnn;5", True),
        (b"E\xe9n loket\nBtw per jaar", False),  # a list without a head, read again
        (b"nr;tekst\na;Een loket", False),
        (b"item;bron\nEen loket;brief", False),
        (b"", False),
    ],
)
def test_ballots_are_told_from_a_list(data: bytes, ballots: bool) -> None:
    if data:
        assert holds_judgements(data, NAMES) is ballots
    else:
        with pytest.raises(BadFile):
            holds_judgements(data, NAMES)


def test_nobody_on_paper_is_said() -> None:
    with pytest.raises(BadFile):
        on_paper(judgements(b"a;b\n", NAMES))


@pytest.mark.parametrize("name", ["london.youth.policing", "scoop-hivemind.ubi", "brexit-consensus"])
def test_a_real_conversation_is_the_same_by_judgement_and_by_voter(name: str) -> None:
    folder = shared(f"data/polis/{name}")
    found = statements((folder / "comments.csv").read_bytes())
    start = start_items(found, "polis")
    votes = judgements((folder / "votes.csv").read_bytes(), names_of(start))
    wide = judgements((folder / "participants-votes.csv").read_bytes(), names_of(start))
    assert set(wide.ignored) >= {"group-id", "n-votes"}
    assert votes.ballots() == wide.ballots()
