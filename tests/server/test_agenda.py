"""An agenda file: what it gives, and what is said of one that is wrong."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import agenda
from server.agenda_faults import BadAgenda
from server.domain.activities.factsheet import Factsheet
from server.domain.i18n import LANGUAGES, words
from server.domain.workshop import Workshop
from server.opening import planned

GOOD = """
[workshop]
title = "Almere"
language = "nl"
date = 2015-01-19

[[tables]]
number = 1
seats = 5

[[activities]]
id = "knelpunten"
kind = "brainstorm"
title = "Knelpunten"
minutes = 10
items = ["Vindbaarheid", { text = "Inkoop", source = "raad" }]
source = "vooronderzoek"

[[activities]]
kind = "brainstorm"
title = "Aan tafel"
preset = "table"
from = { id = "knelpunten", how = "top", value = 4 }
"""

BAD = {
    "title": ("[workshop]\n\n[[activities]]\nkind='slide'\ntitle='x'\n", 1, "missing"),
    "unknown key": ("[workshop]\ntitle='x'\ntitel='y'\n[[activities]]\nkind='slide'\ntitle='x'\n", 3, "unknown"),
    "kind": ("[workshop]\ntitle='x'\n[[activities]]\ntitle='x'\nkind='slid'\n", 5, "kind"),
    "type": ("[workshop]\ntitle='x'\n[[activities]]\nkind='slide'\ntitle='x'\nminutes='tien'\n", 6, "wrong"),
    "preset": ("[workshop]\ntitle='x'\n[[activities]]\nkind='brainstorm'\ntitle='x'\npreset='blinde'\n", 6, "preset"),
    "from": ("[workshop]\ntitle='x'\n[[activities]]\nkind='slide'\ntitle='x'\nfrom='y'\n", 6, "from"),
    "top without a number": (
        "[workshop]\ntitle='x'\n[[activities]]\nid='y'\nkind='brainstorm'\ntitle='x'\n[[activities]]\nkind='group'\n"
        "title='x'\nfrom={id='y', how='top'}\n",
        10,
        "which",
    ),
    "nothing": ("[workshop]\ntitle='x'\n", 1, "empty"),
    "toml": ("[workshop]\ntitle='x\n", 2, "toml"),
    "question": (
        "[workshop]\ntitle='x'\n[[activities]]\nkind='survey'\ntitle='x'\n[[activities.settings.questions]]\ntext='?'\n"
        "kind='long'\n[[activities.settings.questions]]\ntext='?'\n",
        9,
        "question",
    ),
    "settings": (
        "[workshop]\ntitle='x'\n[[activities]]\nkind='brainstorm'\ntitle='x'\n[activities.settings]\npromts=['a']\n",
        7,
        "unknown",
    ),
    "twice": (
        "[workshop]\ntitle='x'\n[[activities]]\nid='a'\nkind='slide'\ntitle='x'\n[[activities]]\nkind='slide'\n"
        "title='x'\nid='a'\n",
        10,
        "twice",
    ),
}


def test_a_good_agenda_is_read_whole() -> None:
    found = agenda.read(GOOD)
    assert (found.info.title, found.info.date) == ("Almere", "2015-01-19")
    assert [table.seats for table in found.tables] == [5]
    first, second = found.cards
    assert [(item.id, item.text, item.source) for item in first.start] == [
        ("knelpunten.1", "Vindbaarheid", "vooronderzoek"),
        ("knelpunten.2", "Inkoop", "raad"),
    ]
    assert second.id == "brainstorm-2"
    assert second.carry is not None
    assert (second.carry.source, second.carry.how, second.carry.value) == ("knelpunten", "top", 4)


@pytest.mark.parametrize(("text", "line", "code"), BAD.values(), ids=BAD.keys())
def test_a_fault_is_named_with_its_line(text: str, line: int, code: str) -> None:
    with pytest.raises(BadAgenda) as caught:
        agenda.read(text)
    assert [(fault.line, fault.code) for fault in caught.value.faults] == [(line, code)]
    for language in LANGUAGES:
        sentence = caught.value.faults[0].sentence(words(language))
        assert sentence
        assert "{" not in sentence


HEAD = "[workshop]\ntitle='x'\n"
FILES = {
    "statements.csv": b"nr;tekst;bron\n7;Meer groen;brief\n9;Minder steen;\n",
    "facts.csv": b"Optie;Prijs;Talen\nBuurtapp;24.000;4\nDorpsplein;?;\n",
    "wrong.csv": b"nr;tekst\n1;een\n1;twee\n2;\n",
}


def opened(name: str) -> bytes:
    if name not in FILES:
        raise FileNotFoundError(name)
    return FILES[name]


def faults_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadAgenda) as caught:
        agenda.read(HEAD + text, opened)
    for language in LANGUAGES:
        assert not any("{" in fault.sentence(words(language)) for fault in caught.value.faults)
    return [(fault.line, fault.code) for fault in caught.value.faults]


def test_a_file_gives_the_start_list() -> None:
    text = "[[activities]]\nkind='vote'\nid='s'\ntitle='x'\nitems=['Eerst']\nfile='statements.csv'\nsource='Polis'\n"
    [card] = agenda.read(HEAD + text, opened).cards
    assert [(item.id, item.text, item.source) for item in card.start] == [
        ("s.1", "Eerst", "Polis"), ("s.7", "Meer groen", "brief"), ("s.9", "Minder steen", "Polis"),
    ]  # fmt: skip


def test_a_factsheet_begins_with_the_facts_of_its_file() -> None:
    text = "[[activities]]\nkind='factsheet'\nid='f'\ntitle='x'\nitems=['Dorpsplein']\nsource='offerte'\n"
    found = agenda.read(HEAD + text + "file='facts.csv'\n", opened)
    workshop = Workshop()
    for record in planned(found, 0.0):
        workshop.take(record)
    sheet = workshop.activities["f"]
    assert isinstance(sheet, Factsheet)
    assert [item.text for item in sheet.items()] == ["Dorpsplein", "Buurtapp"]
    assert [(fact.option, fact.value, fact.status, fact.source) for fact in sheet.facts] == [
        ("f.1", "", "unknown", "offerte"), ("f.2", "24.000", "claimed", "offerte"), ("f.2", "4", "claimed", "offerte"),
    ]  # fmt: skip
    assert workshop.acts == {}  # nobody's act: nothing of it is undone by mistake


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("[[activities]]\nkind='vote'\ntitle='x'\nfile='weg.csv'\n", [(6, "no_file")]),
        ("[[activities]]\nkind='vote'\ntitle='x'\nfile='wrong.csv'\n", [(6, "in_file"), (6, "in_file")]),
        (
            "[[activities]]\nkind='slide'\nid='a'\ntitle='x'\n"
            "[[activities]]\nkind='factsheet'\ntitle='x'\nfrom='a'\nfile='facts.csv'\n",
            [(11, "from_and_file")],
        ),
        ("[[activities]]\nkind='validate'\ntitle='x'\n", [(3, "no_text")]),
        ("[[activities]]\nkind='vote'\ntitle='x'\n", [(3, "no_items")]),
        (
            "[[activities]]\nkind='matrix'\ntitle='x'\nitems=['a']\n[activities.settings]\ncriteria_from='weg'\n",
            [(8, "refers")],
        ),
    ],
)
def test_what_is_wrong_with_where_items_come_from(text: str, faults: list[tuple[int, str]]) -> None:
    assert faults_of(text) == faults


def test_a_fault_in_a_file_names_the_file_and_its_line() -> None:
    with pytest.raises(BadAgenda) as caught:
        agenda.read(HEAD + "[[activities]]\nkind='vote'\ntitle='x'\nfile='wrong.csv'\n", opened)
    assert [fault.sentence(words("en")) for fault in caught.value.faults] == [
        "In wrong.csv, line 3: The id “1” is used twice.",
        "In wrong.csv, line 4: The column “tekst” is empty here.",
    ]


def test_a_proposal_of_one_text_needs_no_items() -> None:
    text = "[[activities]]\nkind='validate'\ntitle='x'\n[activities.settings]\ntext='Wij besluiten.'\n"
    assert agenda.read(HEAD + text).cards[0].settings == {"text": "Wij besluiten."}


def test_all_faults_are_named_at_once() -> None:
    text = "[workshop]\ntitel='x'\n[[activities]]\nkind='slid'\n[[activities]]\nkind='slide'\ntitle='x'\nminutes='x'\n"
    with pytest.raises(BadAgenda) as caught:
        agenda.read(text)
    codes = [(fault.line, fault.code) for fault in caught.value.faults]
    assert codes == [(1, "missing"), (2, "unknown"), (3, "missing"), (4, "kind"), (8, "wrong")]


def test_bytes_that_are_not_utf8_say_so_with_the_line() -> None:
    with pytest.raises(BadAgenda) as caught:
        agenda.decode("[workshop]\ntitle='café'\n".encode("cp1252"))
    assert (caught.value.faults[0].line, caught.value.faults[0].code) == (2, "encoding")


@given(st.text(max_size=400))
def test_no_text_makes_more_than_faults(text: str) -> None:
    with contextlib.suppress(BadAgenda):
        agenda.read(text)


def test_a_key_is_named_as_it_is_typed_in_every_language() -> None:
    with pytest.raises(BadAgenda) as bad:
        agenda.read('[workshop]\ntitle = "x"\n[[activities]]\nkind = "slide"\nminutes = "ten"\n')
    said = " ".join(fault.sentence(words("nl")) for fault in bad.value.faults)
    assert "“title”" in said
    assert "“minutes” moet een heel getal zijn" in said
