"""What the cells of one row answer to one question, by the question's kind."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from server.domain.survey.cells import is_ticked, number_in, pieces
from server.domain.survey.mapping import OTHER_PART
from server.domain.survey.questions import OTHER, SHORT, Answer, Kind, Question
from server.domain.text import LIMIT, fold


class Cell(msgspec.Struct, frozen=True):
    """A cell that holds something: of which part of the question, and what its column's words mean (folded)."""

    text: str
    part: str = ""
    meant: Mapping[str, str] = {}

    @property
    def chosen(self) -> str:
        """The option that the cell names; empty where it names none."""
        return self.meant.get(fold(self.text), "")


Cells: TypeAlias = Sequence[Cell]


def answer_of(question: Question, cells: Cells) -> Answer | None:
    """The answer in these cells; None where there is none in them."""
    answer = _ANSWERS[question.kind](question, cells) if cells else None
    return None if answer in ("", (), {}) else answer


def fits(question: Question, cell: Cell) -> bool:
    """Whether a cell by itself counts in the answer: it is one, or says that its option was not chosen."""
    not_chosen = bool(cell.part) and question.kind in ("single", "multiple", "top") and not is_ticked(cell.text)
    return not_chosen or answer_of(question, [cell]) is not None


def shortened(question: Question, answer: Answer) -> Answer:
    """The answer with what was typed in it no longer than may be."""
    if isinstance(answer, tuple):
        return tuple(_cut(each, len(OTHER) + SHORT) if each.startswith(OTHER) else each for each in answer)
    if isinstance(answer, str) and question.kind != "date":
        return _cut(answer, {"long": LIMIT, "text": SHORT}.get(question.kind, len(OTHER) + SHORT))
    return answer


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _single(question: Question, cells: Cells) -> Answer | None:
    chosen = [cell.chosen or _part(cell) for cell in cells]
    typed = [cell.text for cell in cells if cell.part == OTHER_PART]
    typed += [cell.text for cell in cells if not (cell.part or cell.chosen)]
    known = next((each for each in chosen if each), "")
    return known or (OTHER + typed[0] if typed and question.other else None)


def _part(cell: Cell) -> str:
    """The option whose column this is, where it was ticked."""
    return cell.part if cell.part not in ("", OTHER_PART) and is_ticked(cell.text) else ""


def _several(question: Question, cells: Cells) -> Answer | None:
    found, typed = [], []
    for cell in cells:
        if cell.part == OTHER_PART:
            typed.append(cell.text)
        elif cell.part:
            found += [cell.part] if is_ticked(cell.text) else []
        else:
            named = [(piece, cell.meant.get(fold(piece), "")) for piece in pieces(cell.text, cell.meant)]
            found += [meant for _, meant in named if meant]
            typed += [piece for piece, meant in named if not meant]
    other = [OTHER + ", ".join(typed)] if typed and question.other else []
    return (*dict.fromkeys(found), *other)


def _ranking(question: Question, cells: Cells) -> Answer | None:
    """By rank: a column for each option with its rank, one for each rank with its option, or all in one cell."""
    placed: list[tuple[float, str]] = []
    for cell in cells:
        if cell.part.startswith("#"):
            placed += [(float(cell.part[1:]), cell.chosen)] if cell.chosen else []
        elif cell.part:
            rank = number_in(cell.text)
            placed += [(rank, cell.part)] if rank is not None else []
        else:
            named = (cell.meant.get(fold(piece), "") for piece in pieces(cell.text, cell.meant))
            placed += [(float(n), meant) for n, meant in enumerate(named) if meant]
    return tuple(dict.fromkeys(key for _, key in sorted(placed, key=lambda each: each[0])))


def _scale(question: Question, cells: Cells) -> Answer | None:
    """A step by its number, also with words behind it, or by its label."""
    labels = [fold(label) for label in question.labels]
    text = fold(cells[0].text)
    if text in labels:
        ends = {0: question.low, len(labels) - 1: question.high}
        at = labels.index(text)
        return ends.get(at, question.low + at)
    number = number_in(text.split()[0].rstrip(".:)-–=") if text.split() else "")
    return int(number) if number is not None and number.is_integer() else None


def _number(question: Question, cells: Cells) -> Answer | None:
    return number_in(cells[0].text)


def _text(question: Question, cells: Cells) -> Answer | None:
    return "\n".join(cell.text for cell in cells)


def _day(question: Question, cells: Cells) -> Answer | None:
    return cells[0].text


def _grid(question: Question, cells: Cells) -> Answer | None:
    return {cell.part: cell.chosen for cell in cells if cell.part and cell.chosen}


_ANSWERS: Mapping[Kind, Callable[[Question, Cells], Answer | None]] = {
    "single": _single,
    "multiple": _several,
    "top": _several,
    "ranking": _ranking,
    "scale": _scale,
    "number": _number,
    "date": _day,
    "text": _text,
    "long": _text,
    "grid": _grid,
}
