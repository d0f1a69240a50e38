"""What happens to the workshop as a whole: its description, agenda, tables, timer, wall, and undo. Scope: none."""

from typing import Annotated, Literal

import msgspec

from server.domain import calls, roster
from server.domain.blocks import Block
from server.domain.figures import Notice
from server.domain.kernel import STAFF, Card, Command, Event, Phase, View

Short = Annotated[str, msgspec.Meta(max_length=200)]
Long = Annotated[str, msgspec.Meta(max_length=4000)]


class Info(msgspec.Struct, frozen=True):
    """What the cover of the report says."""

    title: Short
    question: Long = ""
    language: Literal["nl", "en"] = "nl"
    date: Short = ""  # as the agenda gives it, ISO 8601
    place: Short = ""
    client: Short = ""
    facilitator: Short = ""
    next: Long = ""  # what happens after today, and when participants hear back
    id: Short = ""
    sharing: bool = False  # several people share a laptop: who joins is asked with how many


class Table(msgspec.Struct, frozen=True):
    """A table in the hall: its number (the digit a guest presses), name, and how many are expected."""

    number: Annotated[int, msgspec.Meta(ge=1, le=999)]
    name: Short = ""
    seats: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0


class Agenda(msgspec.Struct, frozen=True):
    """A workshop as it was planned: what an agenda file says. `acts`: what is done at the beginning, by activity."""

    info: Info
    tables: tuple[Table, ...] = ()
    cards: tuple[Card, ...] = ()
    acts: tuple[tuple[str, Command], ...] = ()


class Timer(msgspec.Struct, frozen=True):
    """An advisory timer: it ends at `ends` (seconds since 1970), or stands still with `left` seconds on it."""

    ends: float = 0.0
    left: float = 0.0
    total: float = 0.0


class Shown(msgspec.Struct, frozen=True):
    """What the wall was sent: lobby, question, count, entries, result, item, timer or blank."""

    what: Literal["lobby", "question", "count", "entries", "result", "item", "timer", "blank"] = "lobby"
    activity: str = ""
    item: str = ""


class Describe(Command, frozen=True, tag="describe"):
    """Change the workshop's title, question and what else the cover says."""

    info: Info


class AddActivity(Command, frozen=True, tag="activity.add"):
    """Put an activity on the agenda, after another one or at the end."""

    card: Card
    after: Short = ""


class MoveActivity(Command, frozen=True, tag="activity.move"):
    """Move an activity to another place (0 is first) on the agenda."""

    activity: Short
    place: Annotated[int, msgspec.Meta(ge=0)]


class RemoveActivity(Command, frozen=True, tag="activity.remove"):
    """Take an activity off the agenda; what was collected in it stays in the file and undo brings it back."""

    activity: Short


class GoTo(Command, frozen=True, tag="goto"):
    """Point those who follow at an activity. Nobody who types is moved."""

    activity: Short


class SetTables(Command, frozen=True, tag="tables"):
    """Say which tables there are."""

    tables: tuple[Table, ...]


class SetTimer(Command, frozen=True, tag="timer"):
    """Start the timer at so many seconds, pause or resume it, add seconds (may be negative), or stop it."""

    action: Literal["start", "pause", "resume", "add", "stop"]
    seconds: Annotated[int, msgspec.Meta(ge=-36000, le=36000)] = 0


class Show(Command, frozen=True, tag="show"):
    """Send something to the wall."""

    shown: Shown


class Undo(Command, frozen=True, tag="undo"):
    """Undo an act; without its id, the last act of the seat that asks. A co-sorter undoes its own acts only."""

    by = STAFF
    act: Short = ""


class Redo(Command, frozen=True, tag="redo"):
    """Take back the last undo of the seat that asks."""

    by = STAFF


class Described(Event, frozen=True, tag="described"):
    """The workshop was described."""

    info: Info


class ActivityAdded(Event, frozen=True, tag="activity.added"):
    """An activity came on the agenda at a place."""

    card: Card
    place: int


class ActivityMoved(Event, frozen=True, tag="activity.moved"):
    """An activity moved to a place."""

    activity: str
    place: int


class ActivityRemoved(Event, frozen=True, tag="activity.removed"):
    """An activity was taken off the agenda."""

    activity: str


class WentTo(Event, frozen=True, tag="went"):
    """Followers were pointed at an activity."""

    activity: str


class TablesSet(Event, frozen=True, tag="tables.set"):
    """These are the tables."""

    tables: tuple[Table, ...]


class TimerSet(Event, frozen=True, tag="timer.set"):
    """The timer now stands so."""

    timer: Timer


class WallShows(Event, frozen=True, tag="wall.shows"):
    """The wall was sent something."""

    shown: Shown


class Undone(Event, frozen=True, tag="undone"):
    """An act no longer counts (`on`), or counts again."""

    act: str
    on: bool = True


Commands = (
    Describe | AddActivity | MoveActivity | RemoveActivity | GoTo | SetTables | SetTimer | Show | Undo | Redo
    | calls.Commands | roster.Commands
)  # fmt: skip
Events = (
    Described | ActivityAdded | ActivityMoved | ActivityRemoved | WentTo | TablesSet | TimerSet | WallShows | Undone
    | calls.Events | roster.Events
)  # fmt: skip


class AgendaRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An activity on the agenda, as screens show it. `notes`, `presets`, `card` (without start list): for the staff."""

    id: str
    kind: str
    title: str
    question: str = ""
    instruction: str = ""
    minutes: int = 0
    phase: Phase = Phase.DRAFT
    revealed: bool = False
    sealed: bool = False
    preset: str = ""
    presets: tuple[str, ...] = ()
    attribution: str = "anonymous"
    signing: bool = False
    opened_at: float = 0.0
    stopped_at: float = 0.0
    grace: int = 0
    notes: str = ""
    card: Card | None = None


class Act(msgspec.Struct, frozen=True):
    """An act of the staff, for the log book: by which seat, what (each tag of its events once), whether undone.

    `detail`: the phase, the preset or the side ("on", "off") that it turned to, where it turned anything.
    """

    id: str
    by: str
    at: float
    scope: str
    what: tuple[str, ...]
    undone: bool = False
    detail: str = ""


class AgendaView(View, frozen=True, tag="agenda"):
    """The workshop as a whole; `acts`, `notices`, `messages` and the guests only for the staff."""

    info: Info
    rows: tuple[AgendaRow, ...] = ()
    current: str = ""
    timer: Timer = Timer()
    tables: tuple[Table, ...] = ()
    shown: Shown = Shown()
    acts: tuple[Act, ...] = ()
    notices: tuple[Notice, ...] = ()
    messages: tuple[calls.Message, ...] = ()
    guests: tuple[roster.Guest, ...] = ()
    kinds: tuple[roster.Kind, ...] = ()


class ResultView(View, frozen=True, tag="result"):
    """An activity's results, where this audience may see them."""

    hidden: bool
    blocks: tuple[Block, ...] = ()


class WallView(View, frozen=True, tag="wall"):
    """What was sent to the wall, and nothing else."""

    shown: Shown = Shown()
    workshop: str = ""
    title: str = ""
    question: str = ""
    instruction: str = ""
    phase: Phase = Phase.DRAFT
    timer: Timer = Timer()
    count: int = 0
    devices: int = 0  # that the ballots came from, where it counts ballots
    blocks: tuple[Block, ...] = ()
