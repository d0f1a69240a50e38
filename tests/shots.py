"""Pictures of real screens for the documentation: `python -m tests.shots docs/images`.

A real server, fifteen bare clients that type, and the participant's, the desk's, the sorter's and the wall's programs,
each in a real terminal. What the terminal shows becomes an SVG.
"""

import asyncio
import contextlib
import io
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.style import Style
from rich.text import Text

from server import agenda
from server.domain import root, steering
from server.domain.entries import AddEntry
from server.domain.kernel import Phase
from server.domain.root import Shown
from server.domain.sorting import AddTheme, PlaceItem
from server.serve import Serving
from tests.client import Client
from tests.serving import started
from tests.terminal import Terminal

TEMPLATE = Path(__file__).resolve().parents[1] / "server" / "templates" / "nl" / "almere.toml"
IDEAS = (
    "Inkoop vraagt drie jaar omzet, dat haal ik nooit",
    "Btw-aangifte kost mij elk kwartaal een dag",
    "Geen plek om klanten te ontvangen",
    "Wie helpt mij met de AOV?",
    "Eén loket voor alle vragen van zzp'ers",
    "Netwerkborrels zijn altijd overdag",
    "Parkeren bij het stadhuis kost meer dan mijn uurtarief",
    "Ik weet niet welke opdrachten er aankomen",
    "Samen inkopen zou mij honderden euro's schelen",
    "Een werkplek voor € 5 per dag in het wijkcentrum",
    "Subsidies zijn er alleen voor starters",
    "Café-spreekuur met de coördinator, 's avonds",
    "Facturen worden pas na zestig dagen betaald",
    "1 loket voor alle ondernemers!",
)
SOLUTIONS = {  # each with the key of its theme
    "Splits opdrachten onder € 50.000 in percelen die één zelfstandige kan dragen": 1,
    "Inkoopspreekuur: elk kwartaal 20 minuten met een inkoper": 1,
    "Schrap de omzeteis van drie jaar bij opdrachten onder € 25.000": 1,
    "Almere zzp-gids: één doorzoekbare lijst per vak": 2,
    "Matchavond mkb–zzp in het stadhuis, viermaal per jaar": 2,
    "Eén ondernemersloket met één telefoonnummer en een vaste accountmanager zzp": 3,
    "1 loket voor alle ondernemers!": 3,
    "Bevestig binnen 5 werkdagen wie je vraag behandelt": 3,
    "Leegstaande plinten in Almere Buiten tijdelijk als werkplek": 4,
    "Dagkaart werkplek in wijkcentra voor € 5": 4,
    "Collectieve AOV-inkoop via de Vereniging Bedrijfskring Almere": 5,
    "Broodfondsavond met uitleg door deelnemers zelf": 5,
    "Btw-spreekuur in de eerste week van elk kwartaal": 6,
    "Eén formulier voor alle vergunningen van een eenmanszaak": 6,
}
THEMES = ("Inkoop en aanbesteden", "Zichtbaar zijn", "Eén ingang", "Werkruimte", "Samen verzekerd", "Regels en btw")
LEFT = 5  # entries that the picture of the sorter starts with


def svg(terminal: Terminal, title: str) -> str:
    """What a terminal shows now, as a picture that needs nothing from outside."""
    screen = terminal._screen
    text = Text()
    for row in range(screen.lines):
        runs: list[tuple[Style, str]] = []
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            ink, paper = (cell.bg, cell.fg) if cell.reverse else (cell.fg, cell.bg)
            style = Style(color=_colour(ink), bgcolor=_colour(paper), bold=cell.bold, underline=cell.underscore)
            runs.append((style, cell.data or " "))
        for style, run in groupby(runs, key=lambda each: each[0]):
            text.append("".join(data for _, data in run), style)
        text.append("\n")
    console = Console(record=True, width=screen.columns, file=io.StringIO(), color_system="truecolor")
    console.print(text, end="", soft_wrap=True)
    picture = console.export_svg(title=title)
    start, end = picture.index("    @font-face"), picture.index("    .terminal-")
    return picture[:start] + picture[end:]


def _colour(name: str) -> str | None:
    if name == "default":
        return None
    return f"#{name}" if len(name) == 6 and all(char in "0123456789abcdef" for char in name) else None


@contextlib.asynccontextmanager
async def hall(folder: Path) -> AsyncIterator[tuple[Serving, Client, list[Client]]]:
    """A running workshop with bare clients: the server, the desk's client, the others."""
    plan = agenda.read(TEMPLATE.read_text(encoding="utf-8"))
    async with started(folder / "almere.spilter", agenda=plan) as serving:
        desk = await Client(serving.port, serving.code, role="facilitator", key=serving.key).join()
        people = [
            await Client(serving.port, serving.code, table=1 + number % 4).join() for number in range(len(IDEAS) + 1)
        ]
        yield serving, desk, people


async def beat(clients: Sequence[Client]) -> None:
    """Keep bare clients from being given up as silent."""
    while True:
        for client in clients:
            await client.ping()
        await asyncio.sleep(2)


async def shoot(target: Path, folder: Path) -> None:
    """Take all pictures."""
    async with hall(folder) as (serving, desk, people):
        alive = asyncio.create_task(beat([desk, *people]))
        spilter = [sys.executable, "-m", "spilter_tui"]
        place = f"127.0.0.1:{serving.port}"
        with contextlib.ExitStack() as stack:

            def run(role: str, columns: int, rows: int, *how: str) -> Terminal:
                command = [*spilter, role, place, "--code", serving.code, "--profile", str(folder / role), *how]
                return stack.enter_context(Terminal(command, columns=columns, rows=rows))

            participant = run("join", 80, 24, "--table", "1")
            console = run("desk", 100, 30, "--key", serving.key)
            wall = run("wall", 120, 36)
            await desk.done("ontbreekt", steering.ChangePhase(Phase.OPEN))
            await desk.done("", root.GoTo("ontbreekt"))
            await desk.done("", root.SetTimer("start", 760))
            await desk.done("", root.Show(Shown("question", "ontbreekt")))
            for person, idea in zip(people, IDEAS, strict=False):
                await person.done("ontbreekt", AddEntry(idea))
            await asyncio.to_thread(participant.wait_for, "Welk knelpunt")
            participant.press("Btw en toeslagen samen op één avond uitgelegd", "enter")
            await asyncio.to_thread(participant.wait_for, "mijn")
            participant.press("Geen plek om klanten te ont")
            await asyncio.gather(
                asyncio.to_thread(participant.wait_for, "Van iedereen · 15"),
                asyncio.to_thread(console.wait_for, "15 bijdragen"),
                asyncio.to_thread(wall.wait_for, "12:"),
            )
            keep(target, participant=participant, desk=console, wall=wall)
            await desk.done("tafels", steering.ChangePhase(Phase.OPEN))
            for person, text in zip(people, SOLUTIONS, strict=False):
                await person.done("tafels", AddEntry(text))
            await sorted_until(desk, LEFT)
            await asyncio.to_thread(console.wait_for, "hoort bij elkaar")
            console.press("s")
            for left in range(LEFT, 1, -1):  # until something looks like another
                await asyncio.to_thread(console.wait_for, partial(at_hand, left))
                if "m voegt samen" in console.text:
                    break
                [key] = [key for text, key in SOLUTIONS.items() if text in now(console.text)]
                console.press(str(key))
            keep(target, sorter=console)
        alive.cancel()


async def sorted_until(desk: Client, left: int) -> None:
    """The facilitator has put all but so many entries into their themes, one of the two about a counter among them."""
    await desk.done("ordenen", steering.ChangePhase(Phase.OPEN))
    themes = [(await desk.done("ordenen", AddTheme(title))).ref for title in THEMES]
    await desk.done("", root.GoTo("ordenen"))
    view: Any = await desk.watch("ordenen")
    items = {row.text: row.id for row in view.rows}
    for text in [text for text in SOLUTIONS if "1 loket" not in text][left - 1 :]:
        await desk.done("ordenen", PlaceItem(items[text], (themes[SOLUTIONS[text] - 1],)))


def now(screen: str) -> str:
    """What the sorter has at hand."""
    return screen.partition("─ nu ─")[2].partition("╰")[0]


def at_hand(left: int, screen: str) -> bool:
    """Whether so many are left, and what comes next is drawn too."""
    coming = sum(text in screen.partition("straks")[2] for text in SOLUTIONS)
    return f"nog {left} van" in screen and coming == left - 1


def keep(target: Path, **terminals: Terminal) -> None:
    """Write the pictures."""
    for name, terminal in terminals.items():
        (target / f"{name}.svg").write_text(svg(terminal, "spilter"), encoding="utf-8")


if __name__ == "__main__":
    where = Path(sys.argv[1])
    where.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(shoot(where, Path(temporary)))
