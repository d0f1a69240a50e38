"""survey (Enquête): questions of ten kinds, on pages and with conditions, answered here or before, in a file.

A participant sends a whole sheet, which may be changed until the close; the staff reads in what was answered on paper
or elsewhere. Nothing of an answer is shown before the close, to nobody: only how many there are. Open answers go on as
entries, options as themes with their rank; once closed the staff may hide one. Presets: voting, result.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from server.domain.blocks import Block, Quote, Text
from server.domain.entries import UNSAID, Entry, EntryHidden, EntryStarred, HideEntry, RestoreEntry, StarEntry
from server.domain.figures import Count, Figures
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Card, Context, Item, Phase, Refused, View
from server.domain.survey import sheets
from server.domain.survey.outcome import Outcome
from server.domain.survey.questions import Survey
from server.domain.survey.settings import SurveySettings
from server.domain.survey.sheets import AnswerSurvey, ImportAnswers, Kept, SheetSent, SheetsRead
from server.domain.survey.written import survey_of
from server.domain.text import clean


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

    def configure(self) -> None:
        """The questions as the settings have them."""
        super().configure()
        self.survey = survey_of(self.settings.questions, self.card.title, self.settings.intro)

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The events of a command, or `Refused`; the same sheet again is none."""
        match command:
            case AnswerSurvey():
                return self._answer(command, ctx)
            case ImportAnswers():
                return self._read(command, ctx)
            case HideEntry():
                return [EntryHidden(self._typed(command.entry), clean(command.reason.strip() or UNSAID))]
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

    def forget_names(self) -> None:
        """No text has a name any more."""
        self.sheets.forget_names()

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
            rows=self._outcome.rows if audience.staff and self._told else (),
        )

    def may_see_results(self, audience: Audience) -> bool:
        """Nobody before the close; then the staff, and the others after the reveal."""
        return self.phase is Phase.CLOSED and (audience.staff or self.revealed)

    @property
    def _told(self) -> bool:
        return self.phase is Phase.CLOSED

    def total(self, now: float) -> int:
        """Sheets that came in."""
        return len(self.sheets.all)

    @property
    def _outcome(self) -> Outcome:
        return Outcome(self.card.id, self.survey, self.settings, self.sheets, self._hidden, self._starred)

    def quotes(self, now: float) -> Sequence[Quote]:
        """The open answers, once it is closed."""
        found = self._outcome.entries() if self._told else []
        return [Quote(item.text, item.source, item.id) for item in found]

    def results(self, words: Words) -> Sequence[Block]:
        """What came out, once it is closed."""
        return self._outcome.blocks(words) if self._told else [Text(words.gettext("There are no results yet."), "note")]

    def figures(self) -> Figures:
        """How many answered and, once it is closed, what came out."""
        count = Count(len(self.sheets.all), self.sheets.devices)
        return self._outcome.figures(count) if self._told else Figures(count)

    def items(self) -> Sequence[Item]:
        """Open answers, each under its question; and as themes what was ranked, with rank and score."""
        return (*self._outcome.entries(), *self._outcome.ranked()) if self._told else ()
