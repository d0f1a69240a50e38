"""Pictures of every screen of every kind for the documentation: `python -m tests.tui.gallery`.

Writes docs/images/screens/LANGUAGE/NAME.svg at 80×24, in Dutch and English. A picture holds what stands on it as text
too, for whoever can't see it; `tests/docs` compares that with what the screens are known to say.
"""

import asyncio
import html
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from server.domain.i18n import LANGUAGES, Language
from spilter_tui.i18n import use
from tests.tui import grids, halls, judging, mapping, results, scenes, surveys
from tests.tui import test_desk_hall as desk_hall
from tests.tui import test_desk_screens as desk
from tests.tui.stage import Stage, picture, settle

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "images" / "screens"
SIZE = (80, 24)
SCENES = {
    "slide": ("slide", "a slide"),
    "brainstorm": ("brainstorm", "typing ideas, together"),
    "topics": ("brainstorm", "topics in parallel, with what was not read yet"),
    "fields": ("brainstorm", "a field for each part, and a question in between"),
    "built": ("brainstorm", "building on somebody's idea"),
    "page": ("brainstorm", "a page of others' ideas"),
    "gate": ("brainstorm", "what came through the gate"),
    "discuss": ("discuss", "talking about an item, in two sides"),
    "group": ("group", "themes, as the room sees them"),
    "sort_own": ("group", "each puts the own entries into themes"),
    "sort_together": ("group", "all of them put what waits into themes"),
    "actions": ("actions", "the register of actions"),
    "rounds": ("rounds", "the second round at a table"),
    "moving": ("rounds", "between two rounds: where each card goes"),
    "scale": ("vote", "a scale"),
    "dots": ("vote", "dots"),
    "told": ("", "what the facilitator told, above what one types"),
    "host": ("", "what a table's host can do"),
}
JUDGING = {
    "team": ("vote", "first, which group one is in"),
    "anew": ("vote", "again, with one's own judgement of the round before beside it"),
    "sharing": ("vote", "who votes, where several share a laptop"),
    "top": ("vote", "the few that come first"),
    "choose": ("vote", "one or more of what there is"),
    "pulse": ("pulse", "one question on a scale"),
    "choice": ("pulse", "a choice of answers"),
    "shortlist": ("shortlist", "nominating with a quota"),
    "validate": ("validate", "a proposal by paragraph"),
    "decide": ("vote", "yes, no, no opinion"),
    "opinion": ("vote", "agree, disagree, pass"),
    "estimate": ("vote", "an estimate"),
    "rank": ("vote", "an order, with ties"),
}
GRIDS = {
    "matrix": ("matrix", "options by criteria"),
    "weights": ("matrix", "a hundred points over the criteria"),
    "facts": ("matrix", "the facts beside the judging"),
    "again": ("matrix", "likelihood and impact, with one's own earlier values"),
    "heat": ("matrix", "the heat map of the risks"),
    "sensitivity": ("matrix", "what would change the winner"),
    "factsheet": ("factsheet", "the facts of the options"),
    "budget": ("vote", "a budget in euros"),
    "points": ("vote", "a hundred points"),
    "pairwise": ("vote", "two at a time"),
}
SURVEY = {
    "single": "a question with options",
    "grid": "a grid",
    "top": "the most important two",
    "ranking": "an order",
    "long": "a question that is asked after another answer",
    "number": "a number that can't be",
    "end": "everything was asked",
}


DESK = {
    "differ": "what people differ on, the most important first",
    "message": "a message to everybody, a table or one laptop",
    "gate": "what waits at the gate",
    "in between": "a question in between",
}
HALL = {
    "dots": "a vote with dots, added at the desk",
    "guests": "who was invited, and how many are there",
    "rounds": "a round and its tables",
    "seating": "the tables mixed by background",
}
Shown = Callable[[], AbstractAsyncContextManager[App[Any]]]


class Picture(NamedTuple):
    """A screen to take a picture of, and where the tests keep what it says: a file and a test's id."""

    name: str
    kind: str
    caption: str
    shown: Shown
    said_in: str
    said_as: str  # with {language}


def pictures() -> Iterator[Picture]:
    """Every picture, by kind in the order in which its page shows them."""
    for name, (kind, caption) in SCENES.items():
        shown = on_stage(scenes.SCENES[name], partial(scenes.staged, name))
        yield Picture(name, kind, caption, shown, "test_snapshots", name + "-{language}-80x24")
    for name, (kind, caption) in JUDGING.items():
        shown = on_stage(partial(judging.work, name), partial(pressed, judging.KEYS.get(name, ())))
        yield Picture(name, kind, caption, shown, "test_judging", name + "-{language}")
    for name, (kind, caption) in GRIDS.items():
        shown = on_stage(partial(grids.work, name), partial(pressed, grids.KEYS[name]))
        yield Picture(name, kind, caption, shown, "test_grids", name + "-{language}")
    for name, caption in SURVEY.items():
        shown = on_stage(surveys.work, partial(pressed, surveys.KEYS[name]))
        yield Picture(f"survey-{name}", "survey", caption, shown, "test_survey_pane", name + "-{language}")
    shown = on_stage(mapping.screen, partial(pressed, mapping.KEYS["columns"]))
    caption = "what the columns of a file of answers are, at the desk"
    yield Picture("mapper", "survey", caption, shown, "test_desk_answers", "columns-{language}")
    for name in results.ASKED:
        shown, caption = on_stage(partial(results.work, name), settle), f"the result of {name}"
        yield Picture(f"{name}-result", "vote", caption, shown, "test_results", name + "-{language}")
    for name, hall in halls.SCENES.items():
        caption = "a hall with tables, at the desk"
        yield Picture(name, "", caption, on_stage(hall, settle), "test_halls", name + "-{language}")
    for scene, caption in DESK.items():
        shown, said_as = partial(desk.shown, scene, "80x24"), scene + "-{language}-80x24"
        yield Picture(desk_name(scene), "", caption, shown, "test_desk_screens", said_as)
    for scene, caption in HALL.items():
        shown = partial(desk_hall.shown, scene)
        yield Picture(desk_name(scene), "", caption, shown, "test_desk_hall", scene + "-{language}")


def desk_name(scene: str) -> str:
    """The name of a picture of the desk."""
    return "desk-" + scene.replace(" ", "-")


def on_stage(screen: Callable[[], Screen[Any]], staged: Callable[[Pilot[None]], Awaitable[None]]) -> Shown:
    """A screen on a bare stage, with what was done there."""

    @asynccontextmanager
    async def shown() -> AsyncIterator[App[Any]]:
        app = Stage(screen())
        async with app.run_test(size=SIZE) as pilot:
            await staged(pilot)
            yield app

    return shown


async def pressed(keys: tuple[str, ...], pilot: Pilot[None]) -> None:
    """Keys, one at a time."""
    await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def shoot(one: Picture, language: Language) -> str:
    """The picture as SVG that needs nothing from outside, with its text as a description."""
    use(language)
    async with one.shown() as app:
        drawn, said = app.export_screenshot(title="spilter"), picture(app)
    start, end = drawn.index("    @font-face"), drawn.index("    .terminal-")
    head, body = drawn[:start] + drawn[end:], f"<desc>{html.escape(said)}</desc>\n"
    at = head.index(">") + 1
    return head[:at] + "\n" + body + head[at:].lstrip("\n")


def told(svg: str) -> str:
    """What a picture says, as it was taken."""
    return html.unescape(svg.partition("<desc>")[2].partition("</desc>")[0])


async def main() -> None:
    """Take all pictures, by the clock of the hall in the tests."""
    os.environ["TZ"] = "Europe/Amsterdam"
    time.tzset()
    for language in LANGUAGES:
        folder = FOLDER / language
        folder.mkdir(parents=True, exist_ok=True)
        for one in pictures():
            (folder / f"{one.name}.svg").write_text(await shoot(one, language), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
