"""Collecting with a crowd, on one laptop: the pane, what it posts, and a view that differs from that of the scenes."""

from typing import Any

import msgspec

from spilter_tui.activities.brainstorm import BrainstormPane
from spilter_tui.own import NONE, Mine
from spilter_tui.panes import Pane
from tests.tui.scenes import NOW, ROWS, VIEWS
from tests.tui.stage import Stage

SIZE = (80, 24)


def crowded(mine: Mine = NONE, drafts: dict[str, str] | None = None, **view: Any) -> BrainstormPane:
    """The pane, with a view that differs so from that of the scenes."""
    pane = BrainstormPane()
    pane.row = next(row for row in ROWS if row.id == "missing")
    pane.now, pane.mine, pane.drafts = NOW, mine, drafts or {}
    pane.view = msgspec.structs.replace(VIEWS["missing"], start=(), prompts=(), **view)
    return pane


def change(pane: BrainstormPane, **view: Any) -> None:
    """The server shows something else."""
    pane.view = msgspec.structs.replace(pane.view, **view)


def asked(app: Stage) -> list[Pane.Asking]:
    return app.said(Pane.Asking)
