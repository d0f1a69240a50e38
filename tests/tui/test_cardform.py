"""What the desk's form makes of an activity is what an agenda file makes of it, for every setting of every kind."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agenda import read
from server.domain import kinds
from server.domain.i18n import LANGUAGES, Language
from server.domain.kernel import Card, Phase
from server.domain.methods import METHODS, budget, rank
from server.domain.tally.choice import Majority
from spilter_tui.i18n import use
from spilter_tui.screens.desk.cardform import METHOD, PREFIX, blanks, changed, fault, judged_by, made
from spilter_tui.screens.desk.settings import WAYS, Setting, asked
from spilter_tui.screens.desk.shapes import Shape

KINDS = sorted(kinds.load())
FORMS = [(kind, way) for kind in KINDS for way in WAYS.get(kind, ("",))]
ELSEWHERE = {
    ("matrix", "criteria"): "m: each with its weight and limits",
    ("survey", "questions"): "a list of their own; the survey is written beforehand, or made of a file of another tool",
}
OF_THE_CARD = {
    "id": "made when it is added",
    "kind": "chosen first",
    "start": "i: the start list",
    "carry": "c: carries over at once",
    "notes": "the facilitator's own, and the desk may be on the projector",
    "grace": "a rule of the house, set in the agenda",
    "chapter": "where the report puts it, decided with the agenda",
    "settings": "each by itself",
}
RULES = {
    ("vote", "decide"): {each.value for each in Majority},
    ("vote", "rank"): set(rank.RULES),
    ("vote", "budget"): set(budget.RULES),
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def form(kind: str, way: str) -> Card:
    """A new activity, as its form begins."""
    return judged_by(Card("", kind, ""), way)


def convert(kind: str, settings: dict[str, Any]) -> Any:
    return msgspec.convert(settings, kinds.load()[kind].settings_type)


# --- nothing is forgotten ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_of_a_kind_is_asked_or_has_a_reason_why_not(kind: str) -> None:
    shown = {each.name for way in WAYS.get(kind, ("",)) for each in asked(kind, way)}
    elsewhere = {name for its, name in ELSEWHERE if its == kind} | ({METHOD} if kind in WAYS else set())
    there = set(kinds.load()[kind].settings_type.__struct_fields__)
    assert shown | elsewhere == there
    assert not shown & elsewhere


def test_every_key_of_an_activity_is_asked_or_has_a_reason_why_not() -> None:
    shown = {blank.name for kind in KINDS for blank in blanks(Card("", kind, ""))}
    assert {name for name in shown if not name.startswith(PREFIX)} | OF_THE_CARD.keys() == set(Card.__struct_fields__)


@pytest.mark.parametrize("way", METHODS)
def test_a_vote_asks_what_its_method_uses(way: str) -> None:
    assert {each.name for each in WAYS["vote"][way].settings} == METHODS[way].uses
    assert list(WAYS["vote"]) == list(METHODS)


def test_a_pulse_knows_the_ways_of_its_setting() -> None:
    assert set(WAYS["pulse"]) == values_of("pulse", METHOD)


def values_of(kind: str, name: str) -> set[Any]:
    """The values that a setting may have, by its type."""
    hint = get_type_hints(kinds.load()[kind].settings_type)[name]
    parts = get_args(hint) if get_origin(hint) is not Literal else (hint,)
    found: set[Any] = set()
    for part in parts or (hint,):
        found |= {True, False} if part is bool else {None} if part is type(None) else set(get_args(part))
    return found


@pytest.mark.parametrize(("kind", "way"), FORMS)
def test_a_choice_offers_every_value_that_there_is(kind: str, way: str) -> None:
    for each in asked(kind, way):
        if each.shape == "one":
            expected = RULES[kind, way] if (kind, way) in RULES and each.name == "rule" else values_of(kind, each.name)
            assert {value for value, _words in each.options} == expected, each.name


# --- the same as the file ---------------------------------------------------------------------------------------

LINE = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=16)
SHAPES: dict[Shape, st.SearchStrategy[Any]] = {
    "number": st.integers(1, 12),
    "numbers": st.lists(st.integers(1, 99), max_size=5),
    "line": st.one_of(st.just(""), LINE),
    "text": st.lists(LINE, max_size=3).map("\n\n".join),
    "lines": st.lists(LINE, max_size=4),
    "places": st.lists(st.one_of(st.just(""), LINE), max_size=4).map(lambda rows: rows if any(rows[-1:]) else []),
    "amounts": st.dictionaries(LINE, st.integers(1, 1_000_000_000), max_size=4),
    "activity": st.sampled_from(["", "a1"]),
}


def value_for(setting: Setting) -> st.SearchStrategy[Any]:
    """A value that an agenda may give a setting."""
    if setting.shape == "one":
        return st.sampled_from([value for value, _words in setting.options if value is not None])
    return SHAPES[setting.shape]


@pytest.mark.parametrize(("kind", "way"), FORMS)
@given(data=st.data())
def test_what_stands_in_a_form_is_what_the_agenda_said(kind: str, way: str, data: st.DataObject) -> None:
    said = {each.name: data.draw(value_for(each), each.name) for each in asked(kind, way)}
    said |= {METHOD: way} if way else {}
    filled = {blank.name: blank.value for blank in blanks(Card("a", kind, "Iets", settings=said))}
    again = made(form(kind, way), filled)
    found, expected = convert(kind, again.settings), convert(kind, said)
    for each in asked(kind, way):
        values = [getattr(settings, each.name) for settings in (found, expected)]
        if each.name == "rule" and values[0] == "":
            values[0] = each.options[0][0]  # the usual one goes without saying
        assert values[0] == values[1], each.name
    assert (again.title, again.attribution, again.preset) == ("Iets", "anonymous", "")


FILES = {
    ("vote", "dots"): ("dots = 5\ncap = 2\nsecret = true", {"dots": "5", "cap": "2", "secret": "True"}),
    ("vote", "decide"): (
        'rule = "two-thirds"\nquorum = 12\ncriterion = "Wat helpt?"\nshuffle = false',
        {"rule": "two-thirds", "quorum": "12", "criterion": "Wat helpt?", "shuffle": "False"},
    ),
    ("vote", "budget"): (
        'points = 10\nbudget = 50000\n[activities.settings.costs]\n"fietspad = breed" = 20000\nbank = 800',
        {"points": "10", "budget": "50.000", "costs": "fietspad = breed = 20.000\nbank = 800\n"},
    ),
    ("pulse", "choice"): (
        'options = ["Noord", "Zuid"]\nmost = 2\ninstant = false',
        {"options": "Noord\n\n Zuid \n", "most": "2", "instant": "False"},
    ),
    ("brainstorm", ""): (
        'fields = ["oorzaak", "gevolg"]\nstart = "topics"',
        {"fields": "oorzaak\ngevolg", "start": "topics"},
    ),
    ("discuss", ""): ('sides = ["voor", "tegen"]', {"sides": "voor\ntegen"}),
    ("group", ""): ("several = true", {"several": "True"}),
    ("actions", ""): ("room = true", {"room": "True"}),
}


@pytest.mark.parametrize(("kind", "way"), FILES)
def test_what_is_typed_makes_the_card_of_the_agenda_file(kind: str, way: str) -> None:
    toml, typed = FILES[kind, way]
    method = f'method = "{way}"\n' if way else ""
    file = (
        f'[workshop]\ntitle = "Zaal"\n[[activities]]\nid = "x"\nkind = "{kind}"\ntitle = "Iets"\nminutes = 10\n'
        f'attribution = "team"\nitems = ["A"]\n[activities.settings]\n{method}{toml}\n'
    )
    [card] = read(file).cards
    empty = form(kind, way)
    filled = {blank.name: blank.value for blank in blanks(empty)}
    filled |= {"title": "Iets", "minutes": "10", "attribution": "team"}
    filled |= {PREFIX + name: text for name, text in typed.items()}
    assert fault(empty, filled) is None
    assert made(empty, filled) == msgspec.structs.replace(card, id="", start=())


@pytest.mark.parametrize(("kind", "way"), FORMS)
def test_what_is_not_typed_over_is_not_set(kind: str, way: str) -> None:
    card = form(kind, way)
    filled = {blank.name: blank.value for blank in blanks(card)}
    assert changed(card, filled) == card.settings
    wrong = fault(card, filled)
    assert (wrong.field if wrong else "") == ("settings.options" if (kind, way) == ("pulse", "choice") else "")


def test_what_is_no_amount_is_told() -> None:
    card = form("vote", "budget")
    filled = {blank.name: blank.value for blank in blanks(card)} | {"settings.costs": "bank"}
    wrong = fault(card, filled)
    assert wrong is not None
    assert wrong == ("settings.costs", "“costs” should be a whole number.")


@pytest.mark.parametrize(("kind", "way"), FORMS)
def test_once_people_began_nothing_is_asked_that_is_decided_once(kind: str, way: str) -> None:
    shown = {blank.name for blank in blanks(form(kind, way), Phase.OPEN)}
    expected = {PREFIX + each.name for each in asked(kind, way) if not each.once}
    assert shown == expected | {"title", "question", "instruction", "minutes"}


# --- on 80 columns ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "way"), FORMS)
def test_every_label_and_every_choice_can_be_read_at_80_columns(kind: str, way: str, language: Language) -> None:
    use(language)
    fields = list(blanks(form(kind, way)))
    assert [blank.label for blank in fields if blank.short and len(blank.label) > 29] == []
    assert [blank.label for blank in fields if not blank.options and len(blank.label) > 64] == []
    chosen = [blank for blank in fields if blank.options]
    wide = max((len(blank.label) for blank in chosen), default=0)
    longest = [max((len(words) for _value, words in blank.options), default=0) for blank in chosen]
    assert [blank.label for blank, most in zip(chosen, longest, strict=True) if wide + most + 8 > 68] == []
