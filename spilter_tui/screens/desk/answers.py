"""i at a survey, I elsewhere: what people answered before, in a file, comes in as answers or as a start list."""

from pathlib import Path

import msgspec

from server.domain.activities.survey import SurveyView
from server.domain.i18n import words
from server.domain.sheet import BadFile
from server.domain.steering import EditCard, Seed
from server.domain.survey import definitions, responses
from server.domain.survey.answerfiles import read_all
from server.domain.survey.applying import apply
from server.domain.survey.columns import Responses
from server.domain.survey.drafts import Definition
from server.domain.survey.guessing import survey_from
from server.domain.survey.open_answers import start_list
from server.domain.survey.proposing import propose
from server.domain.survey.questions import Survey
from server.domain.survey.sheets import ImportAnswers, batches
from server.domain.survey.written import written
from server.domain.text import one_line
from server.protocol.messages import MAX_FRAME
from spilter_tui.i18n import _, language, ngettext
from spilter_tui.mapped import lost
from spilter_tui.returned import sent_back
from spilter_tui.screens.desk.facts import is_yes
from spilter_tui.screens.desk.files import contents, parts, which_sheet
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.mapper import MapperScreen
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice

ROOM, SOURCE, MOST_ITEMS, LONGEST_FILE = MAX_FRAME - 2048, 80, 2000, 60_000_000
SHOWN = 8  # remarks at once


async def answers(desk: Desk) -> None:
    """Read in a file of answers; or, of a survey that is still to be made, its questions."""
    desk_at, view = desk.at, desk.view
    absent = Blank("absent", _("are those who answered absent: yes or no"), _("no"))
    survey = isinstance(view, SurveyView)
    filled = await desk.fill(
        f"answers/{desk_at}",
        _("Answers from a file") if survey else _("A start list from answers"),
        Blank("file", _("the file"), hint=_("CSV or XLSX, by its path; or what people sent back, a folder too")),
        *([absent] if survey else []),
    )
    if not filled or not filled["file"].strip():
        return
    path = Path(filled["file"].strip()).expanduser()
    try:
        if survey and await _came_back(desk, path):
            return
        data = contents(desk, path, LONGEST_FILE)
        if data and survey and definitions.is_definition(data):
            await _questions(desk, definitions.read(data, language()))
        elif data:
            found = responses.read(data, await which_sheet(desk, data) or "")  # the first sheet where none was chosen
            away = survey and is_yes(filled["absent"])
            await (_answers if survey else _items)(desk, path.name, found, away)
    except BadFile as bad:
        said = "\n".join(fault.sentence(words(language())) for fault in bad.faults[:SHOWN])
        desk.keep(f"answers/{desk_at}", filled)
        await desk.choose(_("Not read"), said)


async def _came_back(desk: Desk, path: Path) -> bool:
    """Read in what people sent back; False where the path leads to nothing of the kind."""
    at, survey = desk.at, desk.view.survey
    try:
        files = sent_back(path)
    except OSError:
        return False  # it is told when it is opened as a table
    if not files:
        return False
    found = read_all(files, survey, at)
    for part in batches(found.sheets, ROOM):
        desk.do(at, ImportAnswers(part, path.name[:SOURCE]))
    n = len(found.sheets)
    desk.tell(ngettext("{n} answer read.", "{n} answers read.", n).format(n=n))
    if found.faults:
        faults = [f"{one_line(name, 30)}: {each[0].sentence(words(language()))}" for name, each in found.faults.items()]
        await desk.choose(_("Not read"), "\n".join(faults[:SHOWN]))
    return True


async def _questions(desk: Desk, found: Definition) -> bool:
    """Put the questions of a survey that was made elsewhere in the place of those of the activity at hand."""
    card = desk.row.card
    if card is None:
        return False
    n = len(found.survey.questions)
    said = [ngettext("{n} question.", "{n} questions.", n).format(n=n)]
    said += [note.sentence(words(language())) for note in found.notes[:SHOWN]]
    if not await desk.choose(_("Take these questions?"), "\n".join(said), Choice("y", _("take them"), "yes")):
        return False
    settings = {**card.settings, "questions": msgspec.to_builtins(written(found.survey))}
    settings |= {"intro": found.survey.intro} if found.survey.intro else {}
    desk.do(card.id, EditCard(msgspec.structs.replace(card, settings=settings)))
    return True


async def _answers(desk: Desk, name: str, found: Responses, absent: bool) -> None:
    """Map the columns to the questions, and send the sheets."""
    survey = desk.view.survey
    if not survey.questions:
        guessed = survey_from(found)
        if not await _questions(desk, guessed):
            return
        survey = guessed.survey
    at = desk.at
    mapped = await desk.over(MapperScreen(name, found, survey, propose(survey, found), absent=absent))
    if mapped is None:
        return
    read = apply(mapped.columns, found, survey, absent=mapped.absent)
    for part in batches(read.sheets, ROOM):
        desk.do(at, ImportAnswers(part, name[:SOURCE]))
    n = len(read.sheets)
    said = ngettext("{n} answer read.", "{n} answers read.", n).format(n=n)
    desk.tell(" ".join([said, *lost(read)]))


async def _items(desk: Desk, name: str, found: Responses, _absent: bool) -> None:
    """Put the texts of the columns that hold any on the start list."""
    at, survey = desk.at, Survey(())
    mapped = await desk.over(MapperScreen(name, found, survey, propose(survey, found)))
    if mapped is None:
        return
    items = start_list(mapped.columns, found, survey, name)
    for part in parts(items, ROOM, MOST_ITEMS):
        desk.do(at, Seed(items=part))
    desk.tell(ngettext("{n} item on the start list", "{n} items on the start list", len(items)).format(n=len(items)))
