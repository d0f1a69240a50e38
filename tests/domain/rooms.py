"""Boards that the room sorts, for the tests of that."""

from server.domain import steering
from server.domain.entries import AddEntry
from server.domain.entry_flow import BATCH
from server.domain.kernel import Card, Phase, Selection
from server.domain.keys import hash_of
from server.domain.sorting import SORT_OWN, SORT_TOGETHER, Handed, PutItem, TakeHand
from tests.domain.boards import theme
from tests.domain.stage import DESK, GUEST, Stage, items

TEXTS = ("Werkruimte", "Btw", "Loket", "Opdrachten")


def together(*texts: str) -> tuple[Stage, str, str]:
    """A board that all sort, with two themes."""
    stage = Stage(Card("g", "group", "Ordenen", start=items(*(texts or TEXTS)), preset=SORT_TOGETHER))
    stage.phase("g", Phase.OPEN)
    return stage, theme(stage, "een"), theme(stage, "twee")


def hand(stage: Stage, claim: str = "", item: str = "", own: tuple[str, ...] = ()) -> Handed:
    """What a laptop gets at hand."""
    event = stage.do("g", TakeHand(own, item, claim), GUEST)[0]
    assert isinstance(event, Handed)
    return event


def put(stage: Stage, item: str, theme: str, claim: str = "", key: str = "") -> None:
    """A laptop puts an item somewhere; `key`: with which it can take that back."""
    stage.do("g", PutItem(item, theme, claim, hash_of(key)), GUEST)


def own(*, preset: str = SORT_OWN) -> tuple[Stage, str, list[str]]:
    """Two people wrote two entries each ("ans 0" … "bob 1"); everybody sorts their own."""
    stage = Stage(Card("b", "brainstorm", "Ideeën"), Card("g", "group", "Ordenen", preset=preset))
    stage.phase("b", Phase.OPEN)
    for who in ("ans", "bob"):
        for n in range(2):
            stage.do("b", AddEntry(f"{who} {n}", hash_of(f"{who}{n}")), GUEST)
    stage.now += BATCH
    stage.do("g", steering.Carry(Selection("b")))
    stage.phase("g", Phase.OPEN)
    return stage, theme(stage, "een"), [row.id for row in stage.view("g").rows]


def sealed(stage: Stage) -> None:
    """The activity is closed, its grace goes by, and it is sealed as the server does that."""
    stage.phase("g", Phase.CLOSED)
    stage.now += 61
    assert stage.workshop.due_seals(stage.now) == ["g"]
    stage.do("g", steering.Seal(), DESK)
    stage.workshop.replace("g", stage.workshop.sealed("g"))
