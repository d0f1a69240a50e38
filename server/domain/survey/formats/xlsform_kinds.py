"""XLSForm's types of questions as ours. What has no counterpart gives a note."""

import re
from collections.abc import Mapping

from server.domain.i18n import N_
from server.domain.survey.drafts import named
from server.domain.survey.markup import text_of
from server.domain.survey.notes import Note
from server.domain.survey.questions import Kind, Option, Question

Row = dict[str, str]
Made = tuple[Question | None, list[Note]]

_SELECT = re.compile(
    r"(?P<how>select[ _]?one|select[ _]?multiple|select all that apply|rank)"
    r"(?:[ _]from)?\s+(?P<list>\S+)(?P<other>[ _]or[ _](?:specify[ _])?other)?",
    re.IGNORECASE,
)
_KINDS: dict[str, Kind] = {
    "text": "long", "string": "long", "integer": "number", "int": "number", "decimal": "number", "date": "date",
    "percentage": "number", "phone number": "text", "phonenumber": "text", "email": "text", "number of days": "number",
}  # fmt: skip
LEFT_OUT: dict[str, str] = {
    "note": N_("a text without a question"),
    "calculate": N_("a calculation"),
    "image": N_("handing in a file"),
    "photo": N_("handing in a file"),
    "audio": N_("handing in a file"),
    "video": N_("handing in a file"),
    "file": N_("handing in a file"),
    "geopoint": N_("a place on a map"),
    "geotrace": N_("a place on a map"),
    "geoshape": N_("a place on a map"),
    "osm": N_("a place on a map"),
    "time": N_("a time of day"),
    "datetime": N_("a time of day"),
    "acknowledge": N_("a tick to agree"),
    "trigger": N_("a tick to agree"),
    "barcode": N_("a bar code"),
    "select_one_external": N_("a list in another file"),
    "select_one_from_file": N_("a list in another file"),
    "select_multiple_from_file": N_("a list in another file"),
    "hidden": N_("what the device fills in"),
}
DEVICE = ("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "audit", "uuid")
UNKNOWN = N_("this kind of question")
_STEP = r"-?\d{1,6}"
_RANGE = re.compile(rf"(start|end|step)\s*=\s*({_STEP})(?:\.0+)?(?=\s|,|;|$)")
_BOUND = re.compile(r"\.\s*(?P<how>>=|<=|>|<)\s*(?P<number>-?\d{1,12}(?:\.\d{1,6})?)")


def question_of(row: Row, lists: Mapping[str, tuple[Option, ...]]) -> Made:
    """The question that a row of the form is, if it can be asked, and what is said of it."""
    type_ = row["type"].strip()
    word = type_.split()[0].lower()
    text = text_of(row.get("label", "")) or row.get("name", "")
    if word in LEFT_OUT or (word in DEVICE and not row.get("label")):
        what = LEFT_OUT.get(word, LEFT_OUT["hidden"])
        return None, [Note("not_asked", {"question": named(text), "what": what})]
    if select := _SELECT.fullmatch(type_):
        return _choosing(row, text, select, lists)
    if word == "range":
        return _range(row, text)
    kind = _KINDS.get(type_.lower())
    if kind is None:
        return None, [Note("not_asked", {"question": named(text), "what": UNKNOWN})]
    return _bounded(row, text, kind, type_.lower())


def _choosing(row: Row, text: str, select: re.Match[str], lists: Mapping[str, tuple[Option, ...]]) -> Made:
    how = select["how"].lower()
    kind: Kind = "ranking" if how == "rank" else "single" if "one" in how else "multiple"
    options = lists.get(select["list"], ())
    notes = [Note("filter", {"question": named(text)})] if row.get("choice_filter") else []
    if not options:
        return None, [*notes, Note("no_list", {"question": named(text), "list": select["list"]})]
    other = bool(select["other"]) and kind != "ranking"
    return Question(_key(row), kind, text, _help(row), _required(row), options, other=other), notes


def _range(row: Row, text: str) -> Made:
    """Steps of one are a scale; other steps can't be asked, so the answer is a number between the ends."""
    given = {name: int(number) for name, number in _RANGE.findall(row.get("parameters", ""))}
    low, high, step = given.get("start", 0), given.get("end", 10), given.get("step", 1)
    if step == 1 and low < high and abs(low) <= 1000 and high <= 1000:
        return Question(_key(row), "scale", text, _help(row), _required(row), low=low, high=high), []
    ends = sorted((low, high))
    return Question(_key(row), "number", text, _help(row), _required(row), minimum=ends[0], maximum=ends[1]), []


def _bounded(row: Row, text: str, kind: Kind, type_: str) -> Made:
    """A question of one answer, and of a number what it may be."""
    constraint = row.get("constraint", "")
    decimals = 2 if type_ in ("decimal", "percentage") else 0
    if kind != "number":
        notes = [Note("check", {"question": named(text), "formula": named(constraint)})] if constraint else []
        return Question(_key(row), kind, text, _help(row), _required(row)), notes
    least, most = _bounds(constraint, decimals)
    notes = [] if not constraint or (least, most) != (None, None) else _unread(text, constraint)
    more = Question(_key(row), kind, text, _help(row), _required(row), minimum=least, maximum=most, decimals=decimals)
    return more, notes


def _unread(text: str, constraint: str) -> list[Note]:
    return [Note("check", {"question": named(text), "formula": named(constraint)})]


def _bounds(constraint: str, decimals: int) -> tuple[float | None, float | None]:
    """Least and most of `. >= 0 and . <= 120`; nothing where the formula is anything else."""
    pieces = [_BOUND.fullmatch(piece.strip()) for piece in re.split(r"\band\b", constraint)]
    bounds: dict[str, float] = {}
    for piece in pieces:
        if piece is None or (decimals and piece["how"] in "<>"):
            return None, None
        number = float(piece["number"]) + {">": 1, "<": -1}.get(piece["how"], 0)
        bounds["least" if ">" in piece["how"] else "most"] = number
    return bounds.get("least"), bounds.get("most")


def _key(row: Row) -> str:
    return row.get("name", "")


def _help(row: Row) -> str:
    return text_of(row.get("hint", ""))


def _required(row: Row) -> bool:
    return row.get("required", "").strip().lower() in ("yes", "true", "true()", "1")
