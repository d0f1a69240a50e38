"""What an entry costs the facilitator's desk: folding it into its view, listing it, and painting the screen.

The real screen in a terminal of 100 columns by 30 lines that is not there, in this process.
"""

import time
from statistics import median

import msgspec

from server.domain.activities.brainstorm import BrainstormView
from server.domain.entries import Entry
from server.domain.patch import Rows, patch
from server.domain.root import GoTo
from server.protocol import codec
from tests.bench.load import marked
from tests.tui.desk_stage import DeskStage, Hall

SAMPLE, BEFORE = 100, 10  # entries measured, and that come in before them


def entry(number: int) -> Entry:
    """An entry as somebody may type it."""
    return Entry(f"{number:010d}", marked(number))


def change(count: int) -> dict[str, msgspec.Raw]:
    """The patch that makes so many entries one more, as it comes over the wire."""
    values = {"total": count + 1, "rows": Rows((entry(count),))}
    return {name: msgspec.Raw(codec.encode(value)) for name, value in values.items()}


async def painting(count: int) -> tuple[float, float]:
    """Seconds of the processor one more takes where so many entries are there: without painting, and with it."""
    hall = Hall()
    app = DeskStage(hall)
    async with app.run_test(size=(100, 30)) as pilot:
        scope = next(row.id for row in app.desk.agenda.rows if row.kind == "brainstorm")
        hall.steer("", GoTo(scope))
        app.feed()
        view = BrainstormView("together", "named", False, count, rows=tuple(map(entry, range(count))))
        app.desk.take_view(scope, view)
        await pilot.pause()
        taken, painted = [], []
        for number in range(count, count + BEFORE + SAMPLE):
            changes, start = change(number), time.process_time()
            view = patch(view, changes)
            app.desk.take_view(scope, view)
            taken.append(time.process_time() - start)
            await pilot.pause()
            painted.append(time.process_time() - start)
        return median(taken[BEFORE:]), median(painted[BEFORE:])
