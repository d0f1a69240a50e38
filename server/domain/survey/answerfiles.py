"""Files that people sent back: what a survey's page saved, its text form, or a mail with the form in it."""

import email
import email.policy
from collections.abc import Iterable
from hashlib import sha256

import msgspec

from server.domain.sheet import BadFile, Fault, decode
from server.domain.survey import answerfile, textform
from server.domain.survey.questions import Survey
from server.domain.survey.sheets import Sheet


class Read(msgspec.Struct, frozen=True):
    """The sheets in some files, of each person the last; and what was wrong with the files that hold none."""

    sheets: tuple[Sheet, ...]
    faults: dict[str, tuple[Fault, ...]]


def is_one(name: str, data: bytes) -> bool:
    """Whether a file seems to be sent back by somebody who filled in a survey of ours."""
    return answerfile.looks_like(data) or textform.looks_like(_text(name, data))


def read_all(files: Iterable[tuple[str, bytes]], survey: Survey, activity: str) -> Read:
    """The sheets in files, by name and content, oldest first."""
    sheets: dict[str, Sheet] = {}
    faults: dict[str, tuple[Fault, ...]] = {}
    for name, data in files:
        try:
            sheet = read(name, data, survey, activity)
        except BadFile as bad:
            faults[name] = bad.faults
        else:
            sheets[sheet.key] = sheet
    return Read(tuple(sheets.values()), faults)


def read(name: str, data: bytes, survey: Survey, activity: str) -> Sheet:
    """The sheet in a file; `BadFile` where it is none. Without a token the file itself tells one from another."""
    if answerfile.looks_like(data):
        return answerfile.read(data, survey, activity)
    text = _text(name, data)
    if not textform.looks_like(text):
        raise BadFile([Fault(1, "no_answer_file")])
    form = textform.parse(text, survey)
    if form.activity != activity:
        raise BadFile([Fault(1, "other_survey", {"title": form.activity})])
    token = form.token or sha256(name.encode("utf-8", "surrogateescape") + b"\0" + data).hexdigest()[:32]
    return answerfile.sheet_of(survey, activity, token, form.answers, form.absent, form.unclear)


def _text(name: str, data: bytes) -> str:
    """The text in a file; of a mail, its plain text."""
    if not name.casefold().endswith(".eml"):
        try:
            return decode(data)
        except BadFile:
            return ""
    try:
        body = email.message_from_bytes(data, policy=email.policy.default).get_body(("plain",))
        return str(body.get_content()) if body is not None else ""
    except (LookupError, ValueError):  # a character set that doesn't exist, or isn't what stands there
        return ""
