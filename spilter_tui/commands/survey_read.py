"""`spilter survey read`: what people answered elsewhere, from a file into the survey of a workshop."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spilter_tui.commands.faults import Failed, shown, told
from spilter_tui.commands.survey_workshop import reached, send, survey_in
from spilter_tui.commands.words import argument, as_json, command, echo_json, option
from spilter_tui.i18n import N_, _, language, ngettext

if TYPE_CHECKING:
    from server.domain.sheet import BadFile
    from server.domain.survey.applying import Applied
    from server.domain.survey.columns import Responses
    from server.domain.survey.mapping import Mapping
    from server.domain.survey.questions import Survey

SHOWN = 8  # faults of a file at once


@command("read", N_("Read what people answered elsewhere into a survey."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("An agenda (.toml) or a workshop."))
@argument(
    "answers",
    type=click.Path(path_type=Path),
    metavar=N_("ANSWERS"),
    help=N_("A CSV or XLSX file, or a file or folder of what people sent back."),
)
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
    from spilter_tui.commands.survey_back import read_back, returned_in

    returned = returned_in(answers)
    if returned:
        read_back(file, activity, returned, preview=preview, as_json=as_json)
        return
    found = _responses(answers, sheet)
    with reached(file, preview or write_map is not None) as running:
        chosen, survey = survey_in(file, running, activity)
        columns = _columns(given, survey, found)
        if write_map is not None:
            with told(write_map):
                write_map.write_text(to_toml(columns), encoding="utf-8")
        applied = apply(columns, found, survey, absent=absent)
        if running is not None and not preview and write_map is None:
            send(running, chosen, applied.sheets, answers.name)
    if as_json:
        echo_json(_as_data(chosen, found, columns, applied))
        return
    for line in _lines(found, columns, survey, applied):
        click.echo(line)


def _responses(path: Path, sheet: str) -> "Responses":
    from server.domain.survey import responses

    with told(path):
        data = path.read_bytes()
    with sentences(path):
        return responses.read(data, sheet)


def _columns(given: Path | None, survey: "Survey", found: "Responses") -> "Mapping":
    from server.domain.survey.mapping import from_toml
    from server.domain.survey.proposing import propose

    if given is None:
        return propose(survey, found)
    with told(given), sentences(given):
        return from_toml(given.read_bytes().decode("utf-8", "replace"))


@contextmanager
def sentences(path: Path) -> Iterator[None]:
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
