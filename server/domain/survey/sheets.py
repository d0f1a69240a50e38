"""Sheets: what people answered to a survey, each on a laptop or in a file, and what may stay of it.

A sheet is known by the hash of a key: the laptop's own, or the token or row of a file, so that a sheet that comes
again takes the place of the earlier one. `fold` parts at the close what could tell who somebody is: the keys, the
sheets without what was typed, and every text for itself.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, ClassVar

import msgspec

from server.domain.kernel import WHILE_OPEN, Command, Event, Phase, Refused, Role
from server.domain.survey.answers import check, tidy
from server.domain.survey.questions import OTHER, Answer, Answers, Id, Question, Survey
from server.domain.text import clean

Key = Annotated[str, msgspec.Meta(min_length=16, max_length=64)]
Given = Annotated[dict[Id, Answer], msgspec.Meta(max_length=500)]
Short = Annotated[str, msgspec.Meta(max_length=80)]
BEFORE_CLOSE = frozenset({Phase.DRAFT, Phase.OPEN, Phase.PAUSED})


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one person answered, from a file. `key`: a hash of the file's token or row, the same at every reading.

    `absent`: who answered won't be there.
    """

    key: Key
    answers: Given
    absent: bool = False


class AnswerSurvey(Command, frozen=True, tag="survey.answer"):
    """Send a whole sheet. `voter` is the key that the laptop derives; the latest sheet of a voter counts."""

    by = frozenset({Role.PARTICIPANT})
    when = WHILE_OPEN
    grace = True
    voter: Key
    answers: Given
    person: Annotated[int, msgspec.Meta(ge=0, le=98)] = 0
    round: int = 1


class ImportAnswers(Command, frozen=True, tag="survey.import"):
    """Read in sheets from files, until the close. What was read before changes nothing; a changed sheet replaces it."""

    when = BEFORE_CLOSE
    sheets: Annotated[tuple[Sheet, ...], msgspec.Meta(min_length=1, max_length=2000)]
    source: Short = ""


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sheet as the file holds it: its key hashed, and for each question with a typed text the id of that text.

    `person`: which of those at the laptop, from 1; 0 is from a file.
    """

    answers: dict[str, Answer]
    key: str = ""
    texts: dict[str, str] = {}
    absent: bool = False
    person: int = 0
    name: str = ""


class Typed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text that somebody typed in answer to a question."""

    id: str
    question: str
    text: str
    absent: bool = False
    name: str = ""


class SheetSent(Event, frozen=True, tag="survey.sent"):
    """A sheet came in from a laptop."""

    sheet: Kept


class SheetsRead(Event, frozen=True, tag="survey.read"):
    """Sheets were read in from files."""

    personal: ClassVar[bool] = True
    sheets: tuple[Kept, ...]
    source: str = ""


class SheetsSealed(Event, frozen=True, tag="survey.sealed", omit_defaults=True):
    """What stays of all sheets at the close: without keys and texts, and the texts by themselves, by random id.

    `read`: the hashes of what was read from files, so that reading it again still changes nothing.
    """

    sheets: tuple[Kept, ...]
    texts: tuple[Typed, ...] = ()
    read: tuple[str, ...] = ()
    devices: int = 0


Commands = AnswerSurvey | ImportAnswers
Events = SheetSent | SheetsRead | SheetsSealed


def hash_of(key: str) -> str:
    """What the file keeps of a key: a hash that nothing else of that key has in common with it."""
    return hashlib.sha256(b"survey:" + key.encode()).hexdigest()


class Sheets:
    """All sheets of one survey."""

    def __init__(self) -> None:
        self.round = 1
        self.by_key: dict[str, Kept] = {}
        self.sealed: list[Kept] = []
        self._texts: list[Typed] = []
        self.read: set[str] = set()  # the hashes of what came from files and was sealed
        self._sealed_devices = 0

    def evolve(self, event: Events) -> None:
        """Take in what happened."""
        match event:
            case SheetSent(sheet=sheet):
                self.by_key[sheet.key] = sheet
            case SheetsRead(sheets=sheets):
                self.by_key.update({sheet.key: sheet for sheet in sheets})
            case SheetsSealed():
                self.sealed += event.sheets
                self._texts += event.texts
                self.read.update(event.read)
                self._sealed_devices += event.devices

    def forget_names(self) -> None:
        """Take the name from every sheet and every text."""
        self.by_key = {key: msgspec.structs.replace(sheet, name="") for key, sheet in self.by_key.items()}
        self._texts = [msgspec.structs.replace(text, name="") for text in self._texts]

    @property
    def all(self) -> tuple[Kept, ...]:
        """One sheet for each who answered."""
        return (*self.sealed, *self.by_key.values())

    @property
    def devices(self) -> int:
        """From how many laptops sheets came: each has at most one first person."""
        return self._sealed_devices + sum(sheet.person == 1 for sheet in self.by_key.values())

    @property
    def absent(self) -> int:
        """How many of them won't be there."""
        return sum(sheet.absent for sheet in self.all)

    @property
    def texts(self) -> tuple[Typed, ...]:
        """Everything that was typed, in the order of the random ids."""
        fresh = (text for sheet in self.by_key.values() for text in _typed(sheet))
        return tuple(sorted((*self._texts, *fresh), key=lambda text: text.id))


def _typed(sheet: Kept) -> Iterator[Typed]:
    for question, key in sheet.texts.items():
        yield Typed(key, question, text_in(sheet.answers[question]), sheet.absent, sheet.name)


def text_in(answer: Answer) -> str:
    """What was typed in an answer; empty where nothing was."""
    if isinstance(answer, tuple):
        return next((each.removeprefix(OTHER) for each in answer if each.startswith(OTHER)), "")
    return answer.removeprefix(OTHER) if isinstance(answer, str) else ""


def types(question: Question, answer: Answer) -> bool:
    """Whether the answer to this question was typed, wholly or in part."""
    if question.kind in ("text", "long"):
        return True
    chosen = answer if isinstance(answer, tuple) else (answer,)
    return question.other and any(isinstance(each, str) and each.startswith(OTHER) for each in chosen)


# --- decide ---------------------------------------------------------------------------------------------------


def kept(survey: Survey, given: Answers, before: Kept | None, ids: Callable[[], str]) -> Kept:
    """A sheet to keep, without its key; a text that was there before stays under its id. `Refused` where empty."""
    tidied = tidy(survey, given)
    if not tidied:
        raise Refused("empty")
    known = before.texts if before else {}
    asked = {question.id: question for question in survey.questions}
    typed = [key for key, answer in tidied.items() if types(asked[key], answer)]
    for key in typed:
        clean(text_in(tidied[key]))
    return Kept(tidied, texts={key: known.get(key) or ids() for key in typed})


def refuse_faults(survey: Survey, given: Answers, *, complete: bool) -> None:
    """Raise `Refused` for the first answer that may not be, with the question's text."""
    faults = check(survey, given, complete=complete)
    if faults:
        texts = {question.id: question.text for question in survey.questions}
        raise Refused("no_answer", question=texts.get(faults[0].question, faults[0].question), fault=faults[0].code)


# --- fold -----------------------------------------------------------------------------------------------------


def fold(events: Iterable[Events], *, names: bool = False) -> list[Events]:
    """The sheets as they may stay: keys, sheets and texts apart, each in an order that says nothing."""
    sheets = Sheets()
    read: set[str] = set()
    for event in events:
        sheets.evolve(event)
        if isinstance(event, SheetsRead):
            read.update(sheet.key for sheet in event.sheets)
    if not sheets.all:
        return []
    bare = sorted((_bare(sheet) for sheet in sheets.all), key=msgspec.json.encode)
    texts = tuple(text if names else msgspec.structs.replace(text, name="") for text in sheets.texts)
    return [SheetsSealed(tuple(bare), texts, tuple(sorted(sheets.read | read)), sheets.devices)]


def _bare(sheet: Kept) -> Kept:
    """A sheet without key, name and texts; that something else was typed is still said."""
    answers = {key: _untyped(answer) if key in sheet.texts else answer for key, answer in sheet.answers.items()}
    return Kept({key: answer for key, answer in answers.items() if answer is not None}, absent=sheet.absent)


def _untyped(answer: Answer) -> Answer | None:
    if isinstance(answer, tuple):
        return tuple(OTHER if each.startswith(OTHER) else each for each in answer)
    return OTHER if isinstance(answer, str) and answer.startswith(OTHER) else None


def batches(sheets: Sequence[Sheet], room: int) -> Iterator[tuple[Sheet, ...]]:
    """Sheets in parts that each fit in so many bytes; one that doesn't fit goes alone."""
    part: list[Sheet] = []
    used = 0
    for sheet in sheets:
        size = len(msgspec.json.encode(sheet)) + 2
        if part and used + size > room:
            yield tuple(part)
            part, used = [], 0
        part.append(sheet)
        used += size
    if part:
        yield tuple(part)


def by_question(sheets: Iterable[Kept], question: str) -> list[Answer]:
    """The answers to one question, of those who gave one."""
    return [sheet.answers[question] for sheet in sheets if question in sheet.answers]
