"""Questions a client may ask, most of them only the staff's, and their answers. Nothing here changes what is stored."""

from typing import Annotated, Literal

import msgspec

from server.domain.entries import Entry
from server.domain.kernel import Item, Selection
from server.domain.sorting import Id, Ids, Waiting


class PreviewCarry(msgspec.Struct, frozen=True, tag="preview-carry"):
    """Which items would this selection carry over?"""

    selection: Selection
    target: str = ""


class StartList(msgspec.Struct, frozen=True, tag="start-list"):
    """Which items did this activity receive so far?"""

    activity: Annotated[str, msgspec.Meta(max_length=40)]


class Carried(msgspec.Struct, frozen=True, tag="carried"):
    """The items of a selection or of a start list; `known` of them are in the target already."""

    items: tuple[Item, ...]
    known: int = 0


class MakeReport(msgspec.Struct, frozen=True, tag="make-report"):
    """Make the report now, in these formats ("md", "html", "csv", "json"), for this reader.

    Format "prints": what is printed before the day; `begins` (13:15) and `code` (of the room) stand on it.
    """

    formats: tuple[str, ...] = ("html", "md", "csv", "json")
    reader: Annotated[str, msgspec.Meta(max_length=20)] = "project"
    language: Literal["nl", "en", ""] = ""
    begins: Annotated[str, msgspec.Meta(pattern="^([01]?[0-9]|2[0-3]):[0-5][0-9]$|^$")] = ""
    code: Annotated[str, msgspec.Meta(max_length=40)] = ""


class Files(msgspec.Struct, frozen=True, tag="files"):
    """Files by name; the contents as UTF-8 bytes."""

    files: dict[str, bytes]


class GrantSeat(msgspec.Struct, frozen=True, tag="grant-seat"):
    """Give me a short code with which another laptop becomes a facilitator or a sorter, once, within ten minutes."""

    role: Literal["facilitator", "sorter"]


class Granted(msgspec.Struct, frozen=True, tag="granted"):
    """The short code, and until when it works (seconds since 1970)."""

    code: str
    until: float


class BackUp(msgspec.Struct, frozen=True, tag="back-up"):
    """Make a checked back-up now."""


class BackedUp(msgspec.Struct, frozen=True, tag="backed-up"):
    """Where the back-ups stand."""

    paths: tuple[str, ...]


class SeeAs(msgspec.Struct, frozen=True, tag="see-as"):
    """What does a participant see of this activity now, at this table (0: none)?"""

    activity: Annotated[str, msgspec.Meta(max_length=40)]
    table: int = 0


class Seen(msgspec.Struct, frozen=True, tag="seen"):
    """The view of the activity and of its results as a participant gets them; null where it gets none yet."""

    view: msgspec.Raw
    result: msgspec.Raw


class ReadPage(msgspec.Struct, frozen=True, tag="read-page"):
    """A participant's: a few entries of others to read, those first that were read least; of a topic if there are."""

    activity: Annotated[str, msgspec.Meta(max_length=40)]
    about: Annotated[str, msgspec.Meta(max_length=32)] = ""


class Page(msgspec.Struct, frozen=True, tag="page"):
    """The entries of a page. One's own may be among them: only the laptop knows which those are."""

    rows: tuple[Entry, ...]


class ToSort(msgspec.Struct, frozen=True, tag="to-sort"):
    """A participant's: what to put into a theme next. `own`, `item` and `claim`: as in `TakeHand`."""

    activity: Annotated[str, msgspec.Meta(max_length=40)]
    own: Ids = ()
    item: Id = ""
    claim: Id = ""


class AtHand(msgspec.Struct, frozen=True, tag="at-hand"):
    """The first of `rows` is at hand, and the others come next, if nobody takes them first. As in `Handed`."""

    rows: tuple[Waiting, ...]
    left: int = 0
    claim: str = ""


Query = PreviewCarry | StartList | MakeReport | GrantSeat | BackUp | SeeAs | ReadPage | ToSort
Reply = Carried | Files | Granted | BackedUp | Seen | Page | AtHand
