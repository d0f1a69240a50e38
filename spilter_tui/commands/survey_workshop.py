"""The workshop that a command about surveys is for: which survey is meant, and how sheets get into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spilter_tui.commands.faults import Failed, NoConnection, agenda_of, shown, told
from spilter_tui.commands.places import run_folder, workshop_beside
from spilter_tui.i18n import _

if TYPE_CHECKING:
    from server.domain.survey.questions import Survey
    from server.domain.survey.sheets import Sheet
    from server.running import Running

PATIENCE = 60.0  # seconds


@contextmanager
def reached(file: Path, looking: bool) -> Iterator["Running | None"]:
    """The server that holds the workshop: the one that runs, else one for as long as this takes; none to only look."""
    from server.running import find_running
    from spilter_tui.starting import StartFailed, start_server

    path = workshop_beside(file)
    running = find_running(path, run_folder())
    if running is not None or looking:
        yield running
        return
    if not path.exists() and file.suffix == ".toml":
        agenda_of(file)
    arguments = (str(file), "--host", "127.0.0.1", "--port", "0", "--no-announce")
    try:
        server = start_server(arguments, run_folder() / f"{path.stem}.log")
    except StartFailed as failed:
        raise Failed(failed.said) from failed
    try:
        yield find_running(path, run_folder())
    finally:
        server.stop()


def survey_in(file: Path, running: "Running | None", activity: str) -> tuple[str, "Survey"]:
    """The survey that was meant, and its id; `Failed` where there is none, or none was chosen of more."""
    import asyncio

    found = asyncio.run(_of_server(running)) if running else _of_file(file)
    chosen = {key: survey for key, survey in found.items() if activity in ("", key)}
    if not chosen:
        raise Failed(_("There is no such survey in {file}.").format(file=shown(file)))
    if len(chosen) > 1:
        said = _("There are more surveys in {file}. Choose one with --activity: {ids}")
        raise Failed(said.format(file=shown(file), ids=", ".join(chosen)))
    return next(iter(chosen.items()))


def _of_file(file: Path) -> dict[str, "Survey"]:
    from server.domain import kinds
    from server.domain.activities.survey import SurveyActivity
    from server.domain.workshop import Workshop
    from server.log import read_only

    kinds.load()
    path = workshop_beside(file)
    if path.suffix != file.suffix and not path.exists():
        cards = [card for card in agenda_of(file).cards if card.kind == SurveyActivity.kind]
        return {card.id: SurveyActivity(card).survey for card in cards}
    workshop = Workshop()
    with told(path):
        for record in read_only(path).records:
            workshop.take(record)
    held = workshop.activities.items()
    return {key: each.survey for key, each in held if isinstance(each, SurveyActivity)}


async def _of_server(running: "Running") -> dict[str, "Survey"]:
    async def look(seat: Any) -> dict[str, "Survey"]:
        agenda = await seat.sees("agenda", bool)
        ids = [row.id for row in agenda.rows if row.kind == "survey"]
        return {key: (await seat.sees(key, bool)).survey for key in ids}

    found: dict[str, Survey] = await _at_desk(running, look)
    return found


def send(running: "Running", activity: str, sheets: "tuple[Sheet, ...]", source: str) -> None:
    """Have the server read in sheets; `Failed` with the reason where it doesn't."""
    import asyncio

    from server.domain.survey.sheets import ImportAnswers, batches
    from server.protocol.messages import MAX_FRAME

    async def send(seat: Any) -> None:
        for part in batches(sheets, MAX_FRAME - 2048):
            await seat.do(activity, ImportAnswers(part, source[:80]))

    asyncio.run(_at_desk(running, send))


async def _at_desk(running: "Running", act: Any) -> Any:
    """Take a facilitator's seat, do something there and leave; `Failed` with the reason where that is refused."""
    import asyncio
    import tempfile

    from server.protocol.messages import Enter
    from spilter_tui.demo.seat import NotDone, Seat
    from spilter_tui.link.place import Endpoint
    from spilter_tui.refusals import sentence

    with tempfile.TemporaryDirectory(prefix="spilter-") as folder:
        enter = Enter("", role="facilitator", key=running.key)
        seat = Seat(Path(folder), Endpoint(running.host, running.port), running.code, enter)
        try:
            async with asyncio.timeout(PATIENCE):
                await seat.arrive()
                return await act(seat)
        except TimeoutError as error:
            raise NoConnection(_("The server of {path} does not answer.").format(path=running.path)) from error
        except NotDone as refused:
            raise Failed(sentence(refused.code, {})) from refused
        finally:
            await seat.leave()
