"""survey (Enquête): questions of ten kinds, on pages and with conditions, answered here or before, in a file.

A participant sends a whole sheet, which may be changed until the close; the staff reads in what was answered on paper
or elsewhere. Nothing of an answer is shown before the close, to nobody: only how many there are. Open answers go on as
entries, options as themes with their rank; once closed the staff may hide one. Presets: voting, result.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import msgspec

from server.domain.blocks import Block, Quote, Text
from server.domain.entries import Entry, EntryHidden, EntryStarred, HideEntry, RestoreEntry, StarEntry
from server.domain.figures import Count, EntryFigure, Figures
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Card, Context, Item, Phase, Refused, Settings, View
from server.domain.survey import counting, sheets
from server.domain.survey.figures import of_question, of_ranked
from server.domain.survey.questions import SAYS, Survey, faults_of
from server.domain.survey.results import Results, response
from server.domain.survey.sheets import AnswerSurvey, ImportAnswers, Kept, SheetSent, SheetsRead
from server.domain.survey.written import Written, survey_of
from server.domain.text import fold

Short = Annotated[str, msgspec.Meta(max_length=80)]
Long = Annotated[str, msgspec.Meta(max_length=4000)]


class SurveySettings(Settings, frozen=True):
    """`intro`: what stands above the first page; `questions`: what is asked; `invited`: how many were; `note`: what
    the results must not be taken for. `ranking`: the question by which options are ranked when they are carried over,
    the last one that ranks if none. `source`, `absent`: where open answers say they come from, of those who are there
    and those who aren't.
    """

    intro: Long = ""
    questions: Annotated[tuple[Written, ...], msgspec.Meta(max_length=500)] = ()
    invited: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    note: Long = ""
    ranking: Short = ""
    source: Short = "enquête"
    absent: Short = "enquête, niet aanwezig"


class SurveyView(View, frozen=True, tag="survey"):
    """What is asked, and how many sheets there are.

    For the staff: how many came from files, and of who is absent; `rows`: once it is closed, what was typed.
    """

    preset: str
    attribution: str
    round: int
    total: int
    survey: Survey
    read: int = 0
    absent: int = 0
    rows: tuple[Entry, ...] = ()


Commands = AnswerSurvey | ImportAnswers | HideEntry | RestoreEntry | StarEntry
Events = sheets.Events | EntryHidden | EntryStarred


class SurveyActivity(Activity[Commands, Events, SurveyView]):
    """A survey."""

    kind = "survey"
    presets = ("voting", "result")
    levels = ("item", "theme")
    settings_type = SurveySettings
    settings: SurveySettings

    def __init__(self, card: Card) -> None:
        self.sheets = sheets.Sheets()
        self._hidden: dict[str, str] = {}  # the id of what was typed → why it is hidden
        self._starred: set[str] = set()
        super().__init__(card)

    @classmethod
    def check_settings(cls, settings: SurveySettings) -> Iterable[tuple[str, str]]:
        """What is wrong with the questions, each by its number: `questions.0` is the first."""
        survey = survey_of(settings.questions)
        places = {question.id: n for n, question in reversed(list(enumerate(survey.questions)))}
        for fault in faults_of(survey):
            yield f"questions.{places[fault.question]}", SAYS[fault.code]

    def configure(self) -> None:
        """The questions as the settings have them."""
        super().configure()
        self.survey = survey_of(self.settings.questions, self.card.title, self.settings.intro)

    def judged_keys(self) -> tuple[str, ...]:
        """The questions' ids: what a sheet may hold answers to."""
        return tuple(question.id for question in self.survey.questions)

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The events of a command, or `Refused`; the same sheet again is none."""
        match command:
            case AnswerSurvey():
                return self._answer(command, ctx)
            case ImportAnswers():
                return self._read(command, ctx)
            case HideEntry():
                return [EntryHidden(self._typed(command.entry), command.reason.strip() or "-")]
            case RestoreEntry():
                return [EntryHidden(self._typed(command.entry), "")]
            case StarEntry():
                return [EntryStarred(self._typed(command.entry), command.on)]

    def _typed(self, key: str) -> str:
        """The id of something that was typed, once it may be seen."""
        if not self._told or key not in {text.id for text in self.sheets.texts}:
            raise Refused("no_entry")
        return key

    def _answer(self, command: AnswerSurvey, ctx: Context) -> list[Events]:
        if command.round != self.sheets.round:
            raise Refused("other_round", round=self.sheets.round)
        sheets.refuse_faults(self.survey, command.answers, complete=True)
        name = ctx.who.name if self.card.attribution == "named" else ""
        sheet = self._kept(command.voter, command.answers, ctx, person=command.person + 1, name=name)
        return [SheetSent(sheet)] if sheet else []

    def _read(self, command: ImportAnswers, ctx: Context) -> list[Events]:
        found: dict[str, Kept] = {}
        for each in command.sheets:
            if sheets.hash_of(each.key) in self.sheets.read:
                continue
            sheets.refuse_faults(self.survey, each.answers, complete=False)
            sheet = self._kept(each.key, each.answers, ctx, absent=each.absent)
            if sheet:
                found[sheet.key] = sheet
        return [SheetsRead(tuple(found.values()), command.source)] if found else []

    def _kept(self, key: str, given: sheets.Given, ctx: Context, **own: Any) -> Kept | None:
        """The sheet as it will be kept; None where it is there already."""
        hashed = sheets.hash_of(key)
        before = self.sheets.by_key.get(hashed)
        sheet = msgspec.structs.replace(sheets.kept(self.survey, given, before, ctx.ids), key=hashed, **own)
        return None if sheet == before else sheet

    def evolve(self, event: Events) -> None:
        """Take in what happened."""
        match event:
            case EntryHidden():
                self._hidden[event.id] = event.reason
            case EntryStarred():
                (self._starred.add if event.on else self._starred.discard)(event.id)
            case _:
                self.sheets.evolve(event)

    def seal_up(self) -> None:
        """The sheets can't be changed any more: what comes is of a new round."""
        if self.sheets.sealed:
            self.sheets.round += 1
        self.rounds = self.sheets.round

    @property
    def must_seal(self) -> bool:
        """Answers are secret unless everybody was told that names stand with them."""
        return self.card.attribution != "named"

    def fold(self, events: Sequence[Events]) -> Sequence[Events]:
        """All sheets in one event, without keys, texts apart; names stay where everybody was told so."""
        theirs = (event for event in events if not isinstance(event, EntryHidden | EntryStarred))
        return sheets.fold(theirs, names=not self.must_seal)

    # --- show -------------------------------------------------------------------------------------------------

    def view(self, audience: Audience) -> SurveyView:
        """The same for everybody, but how many were read in and are absent; nothing of an answer."""
        read = sum(not sheet.person for sheet in self.sheets.by_key.values())
        return SurveyView(
            preset=self.preset,
            attribution=self.card.attribution,
            round=self.sheets.round,
            total=self.total(audience.now),
            survey=self.survey,
            read=read if audience.staff else 0,
            absent=self.sheets.absent if audience.staff else 0,
            rows=tuple(self._rows()) if audience.staff and self._told else (),
        )

    def _rows(self) -> Iterable[Entry]:
        source = {True: self.settings.absent, False: self.settings.source}
        for text in self.sheets.texts:
            star, hidden = text.id in self._starred, self._hidden.get(text.id, "")
            yield Entry(text.id, text.text, source[text.absent], name=text.name, star=star, hidden=hidden)

    def may_see_results(self, audience: Audience) -> bool:
        """Nobody before the close; then the staff, and the others after the reveal."""
        return self.phase is Phase.CLOSED and (audience.staff or self.revealed)

    @property
    def _told(self) -> bool:
        return self.phase is Phase.CLOSED

    def total(self, now: float) -> int:
        """Sheets that came in."""
        return len(self.sheets.all)

    def quotes(self, now: float) -> Sequence[Quote]:
        """The open answers, once it is closed."""
        return [Quote(item.text, item.source, item.id) for item in self._entries()]

    def results(self, words: Words) -> Sequence[Block]:
        """How many answered, what the results must not be taken for, and every question."""
        if not self._told:
            return [Text(words.gettext("There are no results yet."), "note")]
        if not self.sheets.all:
            return [Text(words.gettext("Nobody answered."), "note")]
        settings = self.settings
        shown = [text for text in self.sheets.texts if not self._hidden.get(text.id)]
        found = Results(self.survey, self.sheets.all, shown, (settings.source, settings.absent), words)
        head = [Text(response(len(self.sheets.all), settings.invited, self.sheets.absent, words), "lead")]
        note = [Text(settings.note, "note")] if settings.note else []
        return [*head, *note, *found.blocks(), *self._not_shown(len(self.sheets.texts) - len(shown), words)]

    @staticmethod
    def _not_shown(hidden: int, words: Words) -> Iterable[Block]:
        if hidden:
            said = words.ngettext("{n} entry hidden", "{n} entries hidden", hidden)
            yield Text(said.format(n=hidden), "note")

    def figures(self) -> Figures:
        """Each option and row as a judged item, and every question with its distribution."""
        count = Count(len(self.sheets.all), self.sheets.devices)
        if not self._told:
            return Figures(count)
        all_, settings = self.sheets.all, self.settings
        found = counting.rankings(self.survey, all_)
        facts = {
            "invited": settings.invited,
            "answered": len(all_),
            "absent": self.sheets.absent,
            "questions": [of_question(question, all_, self.sheets.texts) for question in self.survey.questions],
        }
        rows = tuple(of_ranked(its, each, self._key(each.option.text)) for its in found for each in its.ranked)
        return Figures(count, rows, self._entry_figures(), "survey", facts)

    def _entry_figures(self) -> tuple[EntryFigure, ...]:
        themes = self._themes
        return tuple(
            EntryFigure(row.id, row.text, themes[row.id], row.source, name=row.name, hidden=row.hidden)
            for row in self._rows()
        )

    @property
    def _themes(self) -> dict[str, str]:
        """The text of the question that each text answers."""
        asked = {question.id: question.text for question in self.survey.questions}
        return {text.id: asked.get(text.question, "") for text in self.sheets.texts}

    def items(self) -> Sequence[Item]:
        """Open answers, each under its question; and as themes what was ranked, with rank and score."""
        return (*self._entries(), *self._ranked())

    def _entries(self) -> list[Item]:
        if not self._told:
            return []
        themes = self._themes
        return [
            Item(row.id, row.text, source=row.source, theme=themes[row.id], starred=row.star)
            for row in self._rows()
            if not row.hidden
        ]

    def _ranked(self) -> list[Item]:
        """What the questions rank, each thing once however many questions rank it: as the leading one does."""
        found = counting.rankings(self.survey, self.sheets.all) if self._told else []
        leading = [its for its in found if its.question.id == self.settings.ranking]
        themes: dict[str, Item] = {}
        for its in [*leading, *reversed(found)]:
            for each in its.ranked:
                key = self._key(each.option.text)
                known = Item(key, each.option.text, source=self.settings.source, theme=its.question.text, level="theme")
                themes.setdefault(key, msgspec.structs.replace(known, rank=each.rank, score=float(each.score)))
        return list(themes.values())

    def _key(self, text: str) -> str:
        """The id of something that is ranked: the same in each question that ranks it."""
        return f"{self.card.id}.{counting.things(self.survey)[fold(text)]}"
