"""One laptop in one role: its folder, its link and its screen, put together and run."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from server.protocol.messages import Enter
from spilter_tui.app import Spilter
from spilter_tui.drawable import encoding_of, fit
from spilter_tui.ending import ended_by_signals
from spilter_tui.keyboard import hear
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Happened, Joined, WasSentAway
from spilter_tui.link.place import Endpoint
from spilter_tui.link.profile import Profile, free_profile
from spilter_tui.link.way import Way
from spilter_tui.link.wire import Link
from spilter_tui.linked import Linking
from spilter_tui.pauses import Pauses

NO_CONNECTION, OTHER_VERSION = 3, 4


class Seating(msgspec.Struct, frozen=True):
    """How to join: `place` the only one to look at first, and the room code; without them a person is asked."""

    enter: Enter
    place: Endpoint | None = None
    code: str = ""


def sit(folder: Path, seating: Seating, *, own: bool = False) -> int:
    """Run the screen of a role until this person leaves; the exit code. A fault of the program itself is raised.

    `folder`: where this laptop keeps its seats; with `own` it is this client's alone, else each client on this laptop
    takes one of its own under it. Raises `FolderInUse`, or `OSError` where it can't be made.
    """
    profile = Profile(folder) if own else free_profile(folder)
    told: list[Happened] = []
    pauses = Pauses()

    def linking(tell: Callable[[Happened], None], place: Endpoint | None) -> Link:
        def hear(what: Happened) -> None:
            if isinstance(what, Joined | WasSentAway):
                told.append(what)
            tell(what)
            pauses.hear(what)

        way = Way(
            profile, hear, typed=place or seating.place, code=seating.code, holds_key=bool(seating.enter.key)
        )  # fmt: skip
        return Link(Core(profile, seating.enter), way, hear)

    app = app_of(seating.enter.role, linking)
    encoding = encoding_of(sys.stdout.encoding, os.environ)
    hear(app, encoding)
    fit(app, encoding)
    try:
        code = asyncio.run(_run(app))
        app.check_fault()
    finally:
        profile.close()
    return code or outcome(told)


async def _run(app: Spilter) -> int | None:
    with ended_by_signals(lambda: app.call_later(app.end)):
        return await app.run_async()


def app_of(role: str, linking: Linking) -> Spilter:
    """The app of a role, with its screen; only that one is imported."""
    if role == "facilitator":
        from spilter_tui.screens.desk import DeskScreen
        from spilter_tui.staff import StaffApp

        return StaffApp(linking, DeskScreen())
    if role == "wall":
        from spilter_tui.screens.wall import WallScreen

        return Spilter(linking, WallScreen(), "wall")
    return Spilter(linking)


def outcome(told: list[Happened]) -> int:
    """0 where this laptop ever sat, else why it never did."""
    if any(isinstance(each, Joined) for each in told):
        return 0
    other = any(isinstance(each, WasSentAway) and each.code == "version" for each in told)
    return OTHER_VERSION if other else NO_CONNECTION
