"""What the columns of a file probably are: by what they are called, by what the questions say, by what stands in them.

A proposal: a person looks at it before anything is read in. What identifies somebody is left out in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table

from rapidfuzz import fuzz

from server.domain.survey.cells import NO, YES, number_in, pieces
from server.domain.survey.columns import Column, Responses, Role
from server.domain.survey.mapping import OTHER_PART, ColumnUse, Mapping, Reason, Use
from server.domain.survey.parts import is_other
from server.domain.survey.questions import CHOOSING, Option, Question, Survey
from server.domain.survey.roles import IDENTIFIES, role_by
from server.domain.text import fold

ALIKE = 82
"""From this likeness on (0 to 100) a column is taken for a question; below, a person must say so."""

SAME_WORD = 90  # how like an option a cell must be that is not quite its text
ABSENT, PRESENT = ("absent", "afwezig", "niet aanwezig"), ("present", "aanwezig", "erbij", "komt")

_WHY: dict[Role, Reason] = {
    "time": "time", "address": "address", "email": "email", "name": "name", "phone": "phone", "place": "place",
}  # fmt: skip

Group = list[int]  # the places of the columns that belong together


def propose(survey: Survey, responses: Responses) -> Mapping:
    """What each column is, for a survey that may have no questions yet."""
    uses = [_not_asked(column, responses.cells(at)) for at, column in enumerate(responses.columns)]
    free = [at for at, use in enumerate(uses) if use is None]
    found = _matched(survey, responses, free)
    columns = tuple(
        use or found.get(at) or _left(responses.columns[at], responses.cells(at)) for at, use in enumerate(uses)
    )
    return Mapping(_one_key(columns), month_first=responses.provider == "googleforms")


def _not_asked(column: Column, cells: list[str]) -> ColumnUse | None:
    """What a column is that answers nothing; None where it may be an answer."""
    role: Role = column.role or role_by(cells)
    if role in ("key", "token"):
        filled = [cell for cell in cells if cell]
        if not filled:
            return ColumnUse(column.name, why="empty")
        apart = len(set(filled)) == len(filled)
        use: Use = role if apart else "ignored"
        return ColumnUse(column.name, use, why="" if apart else "repeats")
    if role in IDENTIFIES:
        return ColumnUse(column.name, "identifies", why=_WHY[role])
    if role:
        return ColumnUse(column.name, why="state")
    if fold(column.name) in (*ABSENT, *PRESENT):
        absent = YES if fold(column.name) in ABSENT else NO
        return ColumnUse(column.name, "absent", values={cell: "absent" for cell in cells if fold(cell) in absent})
    return None


def _one_key(columns: Sequence[ColumnUse]) -> tuple[ColumnUse, ...]:
    """One column tells the rows apart: the first token, else the first number of a response."""
    keys = sorted((each for each in columns if each.use in ("token", "key")), key=lambda each: each.use != "token")
    more = {each.name for each in keys[1:]}
    return tuple(ColumnUse(each.name, why="state") if each.name in more else each for each in columns)


def _left(column: Column, cells: list[str]) -> ColumnUse:
    """A column that is no question: texts of people are worth keeping, anything else is not."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return ColumnUse(column.name, why="empty")
    words = sum(len(cell.split()) > 3 for cell in filled)
    return ColumnUse(column.name, "open" if words * 2 > len(filled) and len(set(filled)) > 1 else "ignored")


# --- which question --------------------------------------------------------------------------------------------


def _matched(survey: Survey, responses: Responses, free: Iterable[int]) -> dict[int, ColumnUse]:
    """The columns that are answers: the likest pairs of question and columns first, each once."""
    groups: defaultdict[str, Group] = defaultdict(list)
    for at in free:
        groups[responses.columns[at].stem].append(at)
    pairs = []
    for group in [*groups.values(), *([at] for its in groups.values() if len(its) > 1 for at in its)]:
        for question in survey.questions:
            score, why = _likeness(question, [responses.columns[at] for at in group])
            pairs += [(score, len(group), question.id, group, why)] if score >= ALIKE else []
    found: dict[int, ColumnUse] = {}
    asked = {question.id: question for question in survey.questions}
    taken: set[str] = set()
    for _, _, key, group, why in sorted(pairs, key=lambda pair: (-pair[0], -pair[1], pair[3])):
        if key not in taken and not any(at in found for at in group):
            taken.add(key)
            found |= {at: _use(asked[key], responses, at, why) for at in group}
    return found


def _likeness(question: Question, columns: Sequence[Column]) -> tuple[float, Reason]:
    """How sure it is that columns answer a question, 0 to 100."""
    first = columns[0]
    alone = len(columns) == 1
    codes = {fold(first.code), fold(first.name) if alone else ""}
    codes |= {fold(f"{first.code}_{first.part}")} if alone and first.part else set()
    if fold(question.id) in codes - {""}:
        return 100, "code"
    texts = {fold(first.text), *([fold(f"{first.text} – {first.part}")] if alone and first.part else [])}
    if fold(question.text) in texts:
        return 99, "text"
    return max(fuzz.token_sort_ratio(fold(question.text), text) for text in texts) * 0.98, "alike"


def suits(question: Question, responses: Responses, name: str) -> ColumnUse:
    """A column as an answer to a question that somebody chose for it."""
    at = next(at for at, column in enumerate(responses.columns) if column.name == name)
    return _use(question, responses, at, "")


def _use(question: Question, responses: Responses, at: int, why: Reason) -> ColumnUse:
    column, cells = responses.columns[at], responses.cells(at)
    part, values = "", {}
    if question.kind == "grid":
        part, values = named(question.rows, column.part), meanings(question.options, cells)
    elif column.part and is_other(column.part) and not named(question.options, column.part):
        part = OTHER_PART
    elif question.kind == "ranking" and column.part:
        part, values = _ranked(question, column, cells)
    elif column.part and question.kind in CHOOSING:
        part = named(question.options, column.part)
    elif question.kind in CHOOSING:
        values = _values(question, cells)
    return ColumnUse(column.name, "question", question.id, part, values, why)


def _ranked(question: Question, column: Column, cells: list[str]) -> tuple[str, dict[str, str]]:
    """A column for each rank, with options in it; or one for each option, with ranks in it."""
    values = meanings(question.options, cells)
    if column.part.isdigit() and values and not all(number_in(cell) for cell in values):
        return f"#{column.part}", values
    return named(question.options, column.part), {}


# --- what stands in cells --------------------------------------------------------------------------------------


def _names(options: Sequence[Option]) -> dict[str, str]:
    """What may stand for each option, folded: its text, its id, and its number where ids are no numbers."""
    numbered = {} if any(option.id.isdigit() for option in options) else _numbered(options)
    ids = {fold(option.id): option.id for option in options}
    return numbered | ids | {fold(option.text): option.id for option in options}


def _numbered(options: Sequence[Option]) -> dict[str, str]:
    return {str(n): option.id for n, option in enumerate(options, 1)}


def named(options: Sequence[Option], said: str) -> str:
    """The id of the option that something stands for; empty where it stands for none."""
    return _meaning(_names(options), said)


def _meaning(names: Table[str, str], said: str) -> str:
    plain = fold(said)
    if plain in names or len(plain) < 5:
        return names.get(plain, "")
    near = max(names, key=lambda name: fuzz.ratio(plain, name), default="")
    alike = fuzz.ratio(plain, near) >= SAME_WORD and _digits(plain) == _digits(near)
    return names[near] if alike else ""


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def meanings(options: Sequence[Option], cells: Iterable[str]) -> dict[str, str]:
    """The different cells that stand for an option, in their order, each with the option's id."""
    names = _names(options)
    found = {cell: _meaning(names, cell) for cell in dict.fromkeys(cells) if cell}
    return {cell: meant for cell, meant in found.items() if meant}


def _values(question: Question, cells: Sequence[str]) -> dict[str, str]:
    """As `meanings`, of one thing a cell or of several."""
    if question.kind == "single":
        return meanings(question.options, cells)
    names = _names(question.options)
    return meanings(question.options, [piece for cell in dict.fromkeys(cells) for piece in pieces(cell, names)])
