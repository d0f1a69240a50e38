"""What is printed before the day: complete in one file each, with the right times, and harmless whatever names hold."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from server import report
from server.domain import kernel, kinds, root
from server.domain.history import Recorded
from server.domain.kernel import Card
from server.domain.root import Agenda, Info, Table
from server.domain.roster import Guest, SetGuests
from server.domain.workshop import ROOT, Workshop
from server.opening import planned
from server.protocol.queries import Files, MakeReport
from server.report.prints import Given, begins_at, render
from spilter_tui.cli import spilter
from tests.hostile import hostile
from tests.serving import started
from tests.workshop.evening import desk

AGENDA = Agenda(
    Info("Werkconferentie", question="Wat helpt?", place="Den Haag"),
    (Table(2, "Werk"), Table(1, "Wonen")),
    (
        Card("a", "slide", "Welkom", minutes=15, notes="Zaal open om 12:30"),
        Card("b", "brainstorm", "Aan tafel", "Wat helpt?", minutes=50),
        Card("c", "slide", "Slot", minutes=5),
    ),
)


def workshop(*guests: Guest) -> Workshop:
    kinds.load()
    made = Workshop()
    for record in planned(AGENDA, 0.0):
        made.take(record)
    if guests:
        for event in made.plan.decide(SetGuests(guests), kernel.Context(0, str, kernel.Who(kernel.Role.FACILITATOR))):
            made.take(Recorded(ROOT, event))
    return made


def test_the_run_sheet_has_every_step_with_its_time_and_notes() -> None:
    text = render(workshop(), Given("13:15"), "nl")["print-runsheet.html"]
    assert re.findall(r'<tr><td class="number">([\d:]+)<', text) == ["13:15", "13:30", "14:20", "14:25"]
    assert "Zaal open om 12:30" in text
    assert "Wat helpt?" in text


def test_times_go_round_midnight_and_are_counted_from_nothing_where_none_is_given() -> None:
    assert ">00:05<" in render(workshop(), Given("23:50"))["print-runsheet.html"]
    assert ">00:15<" in render(workshop(), Given())["print-runsheet.html"]
    for wrong in ("25:00", "half twee", "13", "13:15:30"):
        with pytest.raises(ValueError, match=r"time data|unconverted"):
            begins_at(wrong)


def test_a_card_a_table_in_order_with_the_code_or_a_line_for_it() -> None:
    with_code = render(workshop(), Given(code="3XMJ-02CT"), "nl")["print-tables.html"]
    assert re.findall(r'class="huge">(\d+)<', with_code) == ["1", "2"]
    assert with_code.count("3XMJ-02CT") == 2
    assert render(workshop(), Given(), "nl")["print-tables.html"].count('class="blank"') == 2


def test_badges_bear_name_card_and_table_and_only_badges_bear_names() -> None:
    made = render(workshop(Guest(12, "Ada Bakker", 3), Guest(2, "Bert")), Given(), "nl")
    badges = made.pop("print-badges.html")
    assert re.findall(r"<b>(.*?)</b>", badges) == ["Bert", "Ada Bakker"]
    assert "kaart 12" in badges
    assert "tafel 3" in badges
    assert not any("Bakker" in text for text in made.values())


def test_every_sheet_is_one_file_and_whatever_names_hold_is_text() -> None:
    guests = [Guest(n, text[:80]) for n, text in enumerate(hostile()[:1000], 1)]
    for text in render(workshop(*guests), Given(), "en").values():
        assert "<script" not in text
        assert "<img" not in text
        assert "http" not in text.split("</style>")[0]
        assert "\x1b" not in text


async def test_a_running_server_makes_them_too(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter", agenda=AGENDA) as serving,
        desk(tmp_path / "desk", serving) as chair,
    ):
        await chair.do("", SetGuests((Guest(1, "Ada", 2),)))
        await chair.do("", root.GoTo("a"))
        made = await chair.link.ask(MakeReport(("prints",), begins="9:30"))
        assert isinstance(made, Files)
        assert b"Ada" in made.files["print-badges.html"]
        assert b"09:30" in made.files["print-runsheet.html"]


def test_the_command_prints_an_agenda_with_a_list_of_guests(tmp_path: Path) -> None:
    agenda, guests, out = tmp_path / "a.toml", tmp_path / "g.csv", tmp_path / "out"
    agenda.write_text('[workshop]\ntitle = "Avond"\n[[activities]]\nkind = "slide"\ntitle = "Welkom"\nminutes = 5\n')
    guests.write_text("naam,tafel\nAda,1\n")
    command = ["print", str(agenda), "--guests", str(guests), "--out", str(out)]
    done = CliRunner().invoke(spilter, command)
    assert done.exit_code == 0, done.output
    assert sorted(each.name for each in out.iterdir()) == [
        "print-badges.html", "print-door.html", "print-runsheet.html", "print-tables.html",
    ]  # fmt: skip
    guests.write_text("naam,tafel\nAda,een\n")
    done = CliRunner().invoke(spilter, command)
    assert done.exit_code == 1
    assert CliRunner().invoke(spilter, [*command, "--begins", "25:00"]).exit_code == 2


def test_no_report_and_no_export_holds_a_guests_name_but_how_many_of_each_kind() -> None:
    guests = [Guest(n, f"Geheim {n}", 1, {"achtergrond": "zorg" if n % 3 else "bouw"}) for n in range(1, 10)]
    held = workshop(*guests)
    made = report.make(held)
    assert not any(b"Geheim" in data for data in made.values())
    assert b"achtergrond | zorg | 6" in made["report.md"]
    again = report.read(made["report.json"])
    assert report.make(again)["report.json"] == made["report.json"]
    assert held.plan.roster.guests
