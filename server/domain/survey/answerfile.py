"""The file that a survey's page saves: one person's answers. Reading it gives a sheet, known by a hash of its token."""

import hashlib
from collections.abc import Collection
from typing import Annotated, Literal

import msgspec

from server.domain.sheet import BadFile, Fault
from server.domain.survey.answers import check, tidy
from server.domain.survey.questions import Answer, Survey
from server.domain.survey.sheets import Sheet

FORMAT = "spilter-answers"
MOST_BYTES = 1_000_000


class AnswerFile(msgspec.Struct, frozen=True):
    """What the file holds. `activity`: of which survey; `absent`: who answered won't be there."""

    format: Literal["spilter-answers"]
    activity: str
    token: Annotated[str, msgspec.Meta(min_length=4, max_length=60)]
    answers: dict[str, Answer]
    absent: bool = False
    title: str = ""
    version: Literal[1] = 1


def looks_like(data: bytes) -> bool:
    """Whether a file seems to be one of these."""
    return FORMAT.encode() in data[:1000]


def read(data: bytes, survey: Survey, activity: str) -> Sheet:
    """The sheet in a file; `BadFile` where it is none, or one of another survey."""
    try:
        file = msgspec.json.decode(data[:MOST_BYTES], type=AnswerFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFile([Fault(1, "no_answer_file")]) from error
    if file.activity != activity:
        raise BadFile([Fault(1, "other_survey", {"title": file.title or file.activity})])
    return sheet_of(survey, activity, file.token, file.answers, file.absent)


def sheet_of(
    survey: Survey,
    activity: str,
    token: str,
    answers: dict[str, Answer],
    absent: bool,
    unclear: Collection[str] = (),
) -> Sheet:
    """A sheet of these answers, tidied; `BadFile` with every answer that can't be, or where there is none.

    `unclear`: the questions at which it couldn't even be told what was meant.
    """
    wrong = {*unclear, *(each.question for each in check(survey, answers, complete=False))}
    order = dict.fromkeys([*(question.id for question in survey.questions), *sorted(wrong)])
    texts = {question.id: question.text for question in survey.questions}
    faults = [Fault(1, "no_such_answer", {"question": texts.get(key, key)}) for key in order if key in wrong]
    tidied = tidy(survey, answers)
    if not tidied and not faults:
        faults = [Fault(1, "nothing_answered")]
    if faults:
        raise BadFile(faults)
    return Sheet(key_of(token, activity), tidied, absent)


def key_of(token: str, activity: str) -> str:
    """By what a sheet is known: a hash of the token, the same however it was typed."""
    plain = "".join(token.split()).replace("-", "").casefold()
    return hashlib.sha256(f"{activity}/{plain}".encode()).hexdigest()
