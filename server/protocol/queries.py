"""Questions a client of the staff may ask, and their answers. Nothing here changes the workshop."""

from typing import Annotated, Literal

import msgspec

from server.domain.kernel import Item, Selection


class PreviewCarry(msgspec.Struct, frozen=True, tag="preview-carry"):
    """Which items would this selection carry over?"""

    selection: Selection
    target: str = ""


class Carried(msgspec.Struct, frozen=True, tag="carried"):
    """The items of a selection; `known` of them are in the target already."""

    items: tuple[Item, ...]
    known: int = 0


class MakeReport(msgspec.Struct, frozen=True, tag="make-report"):
    """Make the report now, in these formats ("md", "html", "csv", "json"), for this reader."""

    formats: tuple[str, ...] = ("html", "md", "csv", "json")
    reader: Annotated[str, msgspec.Meta(max_length=20)] = "project"
    language: Literal["nl", "en", ""] = ""


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


Query = PreviewCarry | MakeReport | GrantSeat | BackUp | SeeAs
Reply = Carried | Files | Granted | BackedUp | Seen
