"""`spilter survey read`: what people answered elsewhere, from a file into the survey of a workshop."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spilter_tui.commands.faults import Failed, NoConnection, agenda_of, shown, told
from spilter_tui.commands.places import run_folder, workshop_beside
from spilter_tui.commands.words import argument, as_json, command, echo_json, option
from spilter_tui.i18n import N_, _, language, ngettext

if TYPE_CHECKING:
    from server.domain.sheet import BadFile
    from server.domain.survey.applying import Applied
    from server.domain.survey.columns import Responses
    from server.domain.survey.mapping import Mapping
    from server.domain.survey.questions import Survey
    from server.domain.survey.sheets import Sheet
    from server.running import Running

PATIENCE = 60.0  # seconds
SHOWN = 8  # faults of a file at once


@command("read", N_("Read what people answered elsewhere into a survey."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("An agenda (.toml) or a workshop."))
@argument("answers", type=click.Path(path_type=Path), metavar=N_("ANSWERS"), help=N_("A CSV or XLSX file."))
@option("--activity", default="", metavar=N_("ID"), help=N_("Which survey, where there are more."))
@option("--sheet", default="", metavar=N_("NAME"), help=N_("Which sheet of a workbook; by itself the first."))
@option("--map", "given", type=click.Path(path_type=Path), metavar=N_("MAP.toml"), help=N_("What the columns are."))
@option("--write-map", type=click.Path(path_type=Path), metavar=N_("MAP.toml"), help=N_("Write the proposal to edit."))
@option("--absent", is_flag=True, help=N_("Who answered won't be there; they are counted apart."))
@option("--preview", is_flag=True, help=N_("Only tell what the columns are and what would come in."))
@as_json
def read(
    file: Path,
    answers: Path,
    activity: str,
    sheet: str,
    given: Path | None,
    write_map: Path | None,
    absent: bool,
    preview: bool,
    as_json: bool,
) -> None:
    """Propose or take a mapping, tell what comes of it, and send the sheets."""
    from server.domain.survey.applying import apply
    from server.domain.survey.mapping import to_toml

    found = _responses(answers, sheet)
    with _reached(file, preview or write_map is not None) as running:
        chosen, survey = _survey(file, running, activity)
        columns = _columns(given, survey, found)
        if write_map is not None:
            with told(write_map):
                write_map.write_text(to_toml(columns), encoding="utf-8")
        applied = apply(columns, found, survey, absent=absent)
        if running is not None and not preview and write_map is None:
            _send(running, chosen, applied.sheets, answers.name)
    if as_json:
        echo_json(_as_data(chosen, found, columns, applied))
        return
    for line in _lines(found, columns, survey, applied):
        click.echo(line)


def _responses(path: Path, sheet: str) -> "Responses":
    from server.domain.survey import responses

    with told(path):
        data = path.read_bytes()
    with _sentences(path):
        return responses.read(data, sheet)


def _columns(given: Path | None, survey: "Survey", found: "Responses") -> "Mapping":
    from server.domain.survey.mapping import from_toml
    from server.domain.survey.proposing import propose

    if given is None:
        return propose(survey, found)
    with told(given), _sentences(given):
        return from_toml(given.read_bytes().decode("utf-8", "replace"))


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Inside, a file that can't be read becomes a sentence."""
    from server.domain.sheet import BadFile

    try:
        yield
    except BadFile as bad:
        raise _failed(path, bad) from bad


def _failed(path: Path, bad: "BadFile") -> Failed:
    from server.domain.i18n import words

    speak = words(language())
    return Failed("\n".join(f"{shown(path)}:{each.line}: {each.sentence(speak)}" for each in bad.faults[:SHOWN]))


# --- the workshop -----------------------------------------------------------------------------------------------


@contextmanager
def _reached(file: Path, looking: bool) -> Iterator["Running | None"]:
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


def _survey(file: Path, running: "Running | None", activity: str) -> tuple[str, "Survey"]:
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
    from server.domain import kernel
    from server.domain.activities.survey import SurveyActivity
    from server.domain.workshop import Workshop
    from server.log import read_only

    kernel.load()
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


def _send(running: "Running", activity: str, sheets: "tuple[Sheet, ...]", source: str) -> None:
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


# --- what is told -----------------------------------------------------------------------------------------------


def _lines(found: "Responses", columns: "Mapping", survey: "Survey", applied: "Applied") -> Iterator[str]:
    """Every column in words, and what comes in."""
    from server.domain.i18n import words
    from spilter_tui.mapped import lost, origin, warning
    from spilter_tui.mapped import told as columns_told

    yield origin(found)
    yield from (note.sentence(words(language())) for note in found.notes)
    for row in columns_told(columns, found, survey):
        yield ""
        yield row.name
        yield f"  = {row.meaning}" + (f" · {row.fits}" if row.fits else "")
        if row.strange:
            yield "  ! " + _("Does not fit: {cells}").format(cells=" · ".join(map(_short, row.strange)))
    yield ""
    yield from filter(None, (warning(columns, found, survey), *lost(applied)))
    n = len(applied.sheets)
    yield ngettext("{n} person's answers.", "{n} people's answers.", n).format(n=n)


def _short(cell: str) -> str:
    from server.domain.text import one_line

    return one_line(cell, 40)


def _as_data(activity: str, found: "Responses", columns: "Mapping", applied: "Applied") -> dict[str, Any]:
    import msgspec

    return {
        "activity": activity,
        "provider": found.provider,
        "rows": len(found.rows),
        "answers": len(applied.sheets),
        "columns": msgspec.to_builtins(columns.columns),
        "fitted": msgspec.to_builtins(applied.columns),
        "empty": applied.empty,
        "again": applied.again,
        "cut": applied.cut,
        "passed": applied.passed,
    }
