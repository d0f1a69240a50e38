"""T and M: the room plan, a table from near by, raised hands, and messages to all, a table or one laptop."""

from collections.abc import Awaitable, Callable, Mapping

from textual.content import Content

from server.domain.activities.shortlist import ShortlistView
from server.domain.calls import AnswerHand, SendMessage, WithdrawMessage
from server.domain.numbers import duration
from server.domain.text import one_line
from spilter_tui.i18n import _, language
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.records import see
from spilter_tui.screens.desk.roomplan import RoomPlan
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain, plain_line

SHOWN = 8  # messages that can be taken back by a digit


async def tables(desk: Desk) -> None:
    """The room plan, until Esc; what was done at a table leads back to it."""
    at = 0
    while pointed := await desk.over(RoomPlan(desk, at)):
        at = pointed.table
        await ACTS[pointed.act](desk, at)


async def _near(desk: Desk, table: int) -> None:
    """One table: what it sees, what it nominates, a message."""
    row = next((each for each in desk.hall.tables if each.number == table), None)
    if row is None:
        return
    choices = [Choice("m", _("message to this table"), "tell")]
    if desk.row.id:
        choices.insert(0, Choice("e", _("see what this table sees"), "see"))
    if isinstance(desk.view, ShortlistView):
        choices.insert(1, Choice("n", _("what it nominates"), "nominated"))
    title = _("Table {n}").format(n=table) + (f" {signs().bullet} {one_line(row.name, 30)}" if row.name else "")
    chosen = await desk.choose(title, plain(desk.row.question or desk.row.title), *choices)
    if chosen:
        await ACTS[chosen](desk, table)


async def _nominated(desk: Desk, table: int) -> None:
    view = desk.view
    if not isinstance(view, ShortlistView):
        return
    texts = [plain_line(row.text) for row in view.rows if table in row.tables]
    quota = view.quota or len(texts)
    said = Content.styled(_("{n} of {quota} nominated").format(n=len(texts), quota=quota), "bold")
    listed = [Content.assemble(f"{signs().star} ", text) for text in texts]
    await desk.choose(_("Nominated by table {n}").format(n=table), Content("\n").join([said, *listed]))


async def _hand(desk: Desk, table: int) -> None:
    """The laptop that asked for help first: somebody goes there, or it gets a message."""
    if not desk.hall.hands:
        desk.tell(_("Nobody asks for help."))
        return
    laptop = desk.hall.hands[0]
    waits = duration(max(0.0, desk.now - laptop.hand_since), language())
    where = _("Laptop {n}, table {table}").format(n=laptop.id, table=laptop.table)
    chosen = await desk.choose(
        where if laptop.table else _("Laptop {n}").format(n=laptop.id),
        _("Asks for help, {time} ago.").format(time=waits),
        Choice("h", _("I go there: the hand goes down"), "go"),
        Choice("m", _("send it a message"), "tell"),
    )
    if chosen == "go":
        desk.do("", AnswerHand(int(laptop.id)))
    elif chosen == "tell":
        await _write(desk, laptop=laptop.id)


# --- messages ---------------------------------------------------------------------------------------------------


async def message(desk: Desk, table: int = 0) -> None:
    """A message to everybody, a table or one laptop; or one that was sent is taken back."""
    sent = desk.agenda.messages[-SHOWN:]
    if sent:
        choices = [Choice("m", _("a new message"), "new")]
        choices += [
            Choice(str(at), _("take back: {text}").format(text=one_line(each.text, 40)), each.id)
            for at, each in enumerate(reversed(sent), 1)
        ]
        chosen = await desk.choose(_("Messages"), _("What is taken back goes from the screens."), *choices)
        if chosen != "new":
            if chosen:
                desk.do("", WithdrawMessage(chosen))
            return
    await _write(desk)


async def _tell(desk: Desk, table: int) -> None:
    await _write(desk, table=str(table))


async def _write(desk: Desk, table: str = "", laptop: str = "") -> None:
    """The form of a message. A number that is none keeps the form for the next time."""
    key = f"message/{table}/{laptop}"
    filled = await desk.fill(
        key,
        _("Message"),
        Blank("text", _("text")),
        Blank("table", _("table"), table, hint=_("nothing: everybody")),
        Blank("laptop", _("laptop"), laptop, hint=_("nothing: the whole table")),
    )
    if not filled or not filled["text"].strip():
        return
    to = _to(desk, filled["table"].strip(), filled["laptop"].strip())
    if to is None:
        desk.keep(key, filled)
        desk.tell(_("There is no such table or laptop. What you typed is kept."), "warning")
        return
    desk.do("", SendMessage(filled["text"].strip(), *to))


def _to(desk: Desk, table: str, laptop: str) -> tuple[int, int] | None:
    """The table and the laptop that were typed, 0 where nothing was; None where there is no such one."""
    tables = {"": 0} | {str(row.number): row.number for row in desk.hall.tables}
    laptops = {"": 0} | {str(n): n for n in range(1, desk.hall.known + 1)}
    return (tables[table], laptops[laptop]) if table in tables and laptop in laptops else None


ACTS: Mapping[str, Callable[[Desk, int], Awaitable[None]]] = {
    "table": _near,
    "hand": _hand,
    "tell": _tell,
    "message": message,
    "see": see,
    "nominated": _nominated,
}
