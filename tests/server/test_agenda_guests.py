"""An agenda that says who comes: the list is read or refused by line, rounds are seated, and what is printed is so."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from server import agenda
from server.agenda_faults import BadAgenda
from server.domain.activities.rounds import Rounds
from server.domain.i18n import LANGUAGES, words
from server.domain.roster import ForgetGuests
from server.domain.workshop import Workshop
from server.opening import planned
from server.protocol.queries import BackUp
from spilter_tui.cli import spilter
from spilter_tui.commands.faults import agenda_of
from tests.serving import started
from tests.workshop.evening import desk

CAFE = """
[workshop]
title = "Café"
guests = {guests}

[[tables]]
number = 1
[[tables]]
number = 2
[[tables]]
number = 3

[[activities]]
id = "cafe"
kind = "rounds"
title = "Rondes"
items = ["Wonen", "Zorg", "Groen"]
{more}
"""
LIST = "naam;kaart;tafel;rol\n" + "".join(f"Gast {n};{n};{3 if n == 7 else ''};\n" for n in range(1, 13))
HOSTED = LIST + "Ada;20;2;gastvrouw\n"


def beside(folder: Path, guests: str = '"gasten.csv"', rows: str = HOSTED, more: str = "") -> Path:
    """An agenda with its list of guests in a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "gasten.csv").write_text(rows, encoding="utf-8")
    path = folder / "cafe.toml"
    path.write_text(CAFE.format(guests=guests, more=more), encoding="utf-8")
    return path


def made(path: Path) -> Workshop:
    """The workshop that an agenda makes."""
    workshop = Workshop()
    for record in planned(agenda_of(path), 0.0):
        workshop.take(record)
    return workshop


def rounds(workshop: Workshop) -> Rounds:
    found = workshop.activities["cafe"]
    assert isinstance(found, Rounds)
    return found


def test_the_guests_are_on_the_list_and_seated_and_who_leads_a_table_stays(tmp_path: Path) -> None:
    workshop = made(beside(tmp_path))
    assert workshop.plan.roster.guests[20].name == "Ada"
    routes = rounds(workshop).seating.routes
    assert routes.cards == tuple(range(1, 13))
    assert routes.of(7)[0] == 3  # where the list puts this guest
    assert all(len(set(routes.of(card))) == 3 for card in routes.cards)
    assert workshop.acts == {}  # nobody's act: nothing of it is undone by mistake
    assert 20 in rounds(made(beside(tmp_path, more="[activities.settings]\nhosts = false"))).seating.routes.cards


def test_a_number_of_guests_is_enough(tmp_path: Path) -> None:
    workshop = made(beside(tmp_path, "9"))
    assert [(guest.card, guest.name) for guest in workshop.plan.roster.guests.values()] == [
        (n, "") for n in range(1, 10)
    ]
    assert rounds(workshop).seating.routes.cards == tuple(range(1, 10))
    assert made(beside(tmp_path, "0")).plan.roster.guests == {}


def test_without_topics_before_the_day_nobody_is_seated_yet(tmp_path: Path) -> None:
    path = beside(tmp_path)
    first = '[[activities]]\nid = "eerst"\nkind = "brainstorm"\ntitle = "Eerst"\n\n'
    head, _, rest = path.read_text("utf-8").partition("[[activities]]")
    rest = rest.replace('items = ["Wonen", "Zorg", "Groen"]', 'from = "eerst"')
    path.write_text(f"{head}{first}[[activities]]{rest}", encoding="utf-8")
    workshop = made(path)
    assert len(workshop.plan.roster.guests) == 13
    assert rounds(workshop).seating.routes.cards == ()


@pytest.mark.parametrize(
    ("guests", "rows", "faults"),
    [
        ('"weg.csv"', LIST, ["no_file"]),
        ('"gasten.csv"', "kaart\n1\n", ["in_file"]),
        ('"gasten.csv"', "naam;kaart\nAda;1\nBert;1\n;2\n", ["in_file", "in_file"]),
        ('"gasten.csv"', "naam;tafel\nAda;5\nBert;5\nCarla;9\n", ["guest_table", "guest_table"]),
        ('"gasten.csv"', "naam;kaart\nAda;1000\n", ["guests_seated"]),
        ("601", LIST, ["guests_seated"]),
        ("true", LIST, ["wrong"]),
        ("-1", LIST, ["wrong"]),
        ("2001", LIST, ["wrong"]),
    ],
)
def test_what_is_wrong_with_the_guests_is_told_at_their_line(
    tmp_path: Path, guests: str, rows: str, faults: list[str]
) -> None:
    path = beside(tmp_path, guests, rows)
    with pytest.raises(BadAgenda) as bad:
        agenda.read(path.read_text("utf-8"), lambda name: (tmp_path / name).read_bytes())
    assert [(fault.line, fault.code) for fault in bad.value.faults] == [(4, code) for code in faults]
    for language in LANGUAGES:
        assert not any("{" in fault.sentence(words(language)) for fault in bad.value.faults)


def test_check_says_how_many_there_are(tmp_path: Path) -> None:
    path = beside(tmp_path)
    done = CliRunner().invoke(spilter, ["--language", "nl", "check", str(path)])
    assert done.exit_code == 0
    assert "13 gasten op de lijst. 12 krijgen in elke ronde een plaats." in done.stdout
    beside(tmp_path, rows="naam;kaart\n;2\n")
    done = CliRunner().invoke(spilter, ["check", str(path)])
    assert done.exit_code == 1
    assert "cafe.toml:4: In gasten.csv," in done.stderr


def printed(path: Path, out: Path, *more: str) -> tuple[dict[str, str], str]:
    """The sheets, and what was said beside them."""
    done = CliRunner().invoke(spilter, ["print", str(path), "--out", str(out), *more])
    assert done.exit_code == 0, done.output
    return {each.name: each.read_text("utf-8") for each in out.iterdir()}, done.stderr


async def test_what_is_printed_the_day_before_is_what_the_hall_gets(tmp_path: Path) -> None:
    path = beside(tmp_path / "day")
    held = path.with_suffix(".spilter")
    before, said = printed(path, tmp_path / "a")
    assert before["print-routes.html"].count('class="badge"') == 13
    assert "Gastheer van tafel 2" in before["print-routes.html"]
    assert "cafe.toml" in said
    async with started(held, agenda=agenda_of(path)) as serving, desk(tmp_path / "desk", serving) as chair:
        view = await chair.sees("cafe", lambda view: view.routes.cards)
        assert view.routes == rounds(made(path)).seating.routes
    assert printed(held, tmp_path / "b") == (before, "")
    beside(tmp_path / "day", rows=LIST)  # the hall goes on with the workshop that is there, and so does the printer
    again, said = printed(path, tmp_path / "c")
    assert again == before
    assert "cafe.spilter" in said


def test_without_guests_in_the_agenda_nothing_is_promised(tmp_path: Path) -> None:
    path = beside(tmp_path, "0")
    sheets, said = printed(path, tmp_path / "out", "--guests", str(tmp_path / "gasten.csv"))
    assert "Ada" in sheets["print-badges.html"]
    assert 'class="badge"' not in sheets["print-routes.html"]
    assert "guests = 50" in said
    path = beside(tmp_path)
    command = ["print", str(path), "--out", str(tmp_path / "out"), "--guests", str(tmp_path / "gasten.csv")]
    assert CliRunner().invoke(spilter, command).exit_code == 2


def test_badges_without_a_table_say_how_to_get_one(tmp_path: Path) -> None:
    path = beside(tmp_path, rows="naam\nAda\n")
    text = path.read_text("utf-8").partition("[[activities]]")[0] + "[[activities]]\nkind = 'slide'\ntitle = 'Welkom'\n"
    path.write_text(text, encoding="utf-8")
    assert "cafe.spilter" in printed(path, tmp_path / "out")[1]
    beside(tmp_path, rows="naam;tafel\nAda;2\n")
    path.write_text(text, encoding="utf-8")
    assert printed(path, tmp_path / "out")[1] == ""


async def test_names_from_the_agenda_are_forgotten_too(tmp_path: Path) -> None:
    path = beside(tmp_path / "day", rows=HOSTED.replace("Ada", "Aafje Zeldzaam-Geslacht"))
    hall = tmp_path / "hall"
    hall.mkdir()
    async with (
        started(hall / "hall.spilter", agenda=agenda_of(path)) as serving,
        desk(tmp_path / "desk", serving) as chair,
    ):
        await chair.sees("agenda", lambda view: view.guests)
        await chair.do("", ForgetGuests())
        await chair.sees("agenda", lambda view: not view.guests)
        await chair.link.ask(BackUp())
        assert not [each for each in hall.rglob("*") if each.is_file() and b"Zeldzaam" in each.read_bytes()]
        assert (await chair.sees("cafe", lambda view: view.routes)).routes.cards == tuple(range(1, 13))
