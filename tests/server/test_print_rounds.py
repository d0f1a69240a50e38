"""What is printed for rounds: every card once with its route, every table, times that add up; typed text stays text."""

import re
from pathlib import Path

from server.agenda import read
from server.domain import root
from server.domain.kernel import Card, Item
from server.domain.roster import Guest, SetGuests
from server.domain.round_messages import Absent, Plan
from server.domain.steering import EditCard
from server.report import print_rounds
from server.report.prints import Given, render
from tests.domain.stage import Stage

CAFE = Path(__file__).resolve().parents[2] / "server/templates/nl/wereldcafe.toml"


def cafe() -> Stage:
    agenda = read(CAFE.read_text("utf-8"))
    stage = Stage(*agenda.cards)
    stage.do("", root.Describe(agenda.info))
    stage.do("cafe", Plan(tuple(range(1, 51)), tuple(table.number for table in agenda.tables)))
    return stage


def test_every_guest_has_a_badge_with_the_route() -> None:
    stage = cafe()
    stage.do("cafe", Absent((50,)))
    stage.do("", SetGuests((Guest(7, "Ada <b>Jansen</b>"),)))
    page = render(stage.workshop, Given())["print-routes.html"]
    assert [int(n) for n in re.findall(r'class="number">(\d+)<', page)] == list(range(1, 50))
    assert "Ada &lt;b&gt;Jansen&lt;/b&gt;" in page
    tables = stage.view("cafe").routes.of(7)
    badge = page.split('class="badge"')[7]
    assert re.findall(r"tafel (\d+)", badge) == [str(table) for table in tables]
    topics = re.findall(r"<td>([^<]*)</td></tr>", badge)
    assert len(set(topics)) == 3


def test_hosts_know_who_comes_and_tables_have_a_card() -> None:
    stage = cafe()
    pages = print_rounds.render(stage.workshop, "nl")
    assert pages["print-hosts.html"].count('<section class="page">') == 10
    third = pages["print-hosts.html"].split('<section class="page">')[3]
    assert "Gastheer van tafel 3 · Groen en klimaat" in third
    cards = ", ".join(map(str, stage.activity("cafe").seating.here(3, 2)))  # type: ignore[attr-defined]
    assert f"kaarten {cards}" in third
    assert re.findall(r'class="number">(\d+)<', pages["print-topics.html"]) == [str(n) for n in range(1, 11)]


def test_the_run_sheet_has_times_that_add_up() -> None:
    lines = list(print_rounds.run_sheet(cafe().workshop, 13 * 60 + 30, "nl"))
    assert [(line.start, line.end, line.title) for line in lines] == [
        ("13:30", "13:40", "Welkom"),
        ("13:40", "14:55", "Rondes"),
        ("13:40", "14:00", "Ronde 1"),
        ("14:00", "14:20", "Ronde 2 · 2 minuten om van tafel te wisselen"),
        ("14:20", "14:40", "Ronde 3 · 2 minuten om van tafel te wisselen"),
        ("14:40", "14:55", "Samenvattingen en inzichten"),
        ("14:55", "15:05", "De hoofdlijn"),
        ("15:05", "15:08", "Peiling"),
    ]


def test_pages_take_nothing_from_outside_and_english_is_english() -> None:
    stage = cafe()
    card = stage.activity("cafe").card
    hostile = Card("cafe", "rounds", "<script>x</script>", "</style>\x1b[31m", settings=card.settings)
    stage.do("cafe", EditCard(hostile))
    pages = print_rounds.render(stage.workshop, "en")
    for page in pages.values():
        assert not re.search(r"https?:|src=|url\(|<script|\x1b", page)
    assert "Host of table 3" in pages["print-hosts.html"]


def test_without_rounds_nothing_is_printed_and_without_a_plan_no_badges() -> None:
    assert print_rounds.render(Stage(Card("a", "slide", "Welkom")).workshop, "nl") == {}
    stage = Stage(Card("r", "rounds", "Rondes", start=(Item("w", "Wonen"),)))
    page = print_rounds.render(stage.workshop, "nl")["print-routes.html"]
    assert 'class="badge"' not in page
    assert "De gasten hebben nog geen plaats" in page
