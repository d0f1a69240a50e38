"""What a file of answers holds, whoever made it: columns that say what they are, and rows of cells as they stand."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

import msgspec

from server.domain.survey.notes import Note

Grid: TypeAlias = Sequence[Sequence[str]]
"""A table as the file has it: rows of cells, head included, not all of one length."""

Role: TypeAlias = Literal["", "key", "token", "time", "address", "email", "name", "phone", "place", "state"]
"""What a column is that is no answer: the number of the response, a token, what identifies, what the service keeps."""


class Column(msgspec.Struct, frozen=True):
    """A column of answers.

    `name`: unique in the file and the same in its next export. `code`: the question's own id where the service gives
    one. `text`: the question. `part`: of a question that takes several columns the option, the row or the rank.
    """

    name: str
    text: str
    code: str = ""
    part: str = ""
    role: Role = ""

    @property
    def stem(self) -> str:
        """What the columns of one question have in common."""
        return self.code or self.text


class Responses(msgspec.Struct, frozen=True):
    """A file of answers. Each row has a cell for each column; `head`: the rows above the first answer."""

    provider: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    head: int = 1
    notes: tuple[Note, ...] = ()

    def cells(self, at: int) -> list[str]:
        """What stands in a column, without the spaces around it."""
        return [row[at].strip() for row in self.rows]


Head: TypeAlias = tuple[int, list[Column]]
"""How many rows the head of a file takes, and its columns, in order: one for each cell of its first row."""

Recognise: TypeAlias = Callable[[Grid], Head | None]
"""A provider: the head of a file that is of its making, else None."""
