"""What a table of rounds reads: which card goes to which table, which topic and round it is, what was said before."""

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets import Static

from server.domain.numbers import timer as as_timer
from server.domain.round_messages import Going, RoundsView
from spilter_tui.i18n import _, ngettext
from spilter_tui.own import Own
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line
from spilter_tui.writing import entry_lines

TOPIC = 40  # columns of a topic
ROOMY = 6  # so many cards have an empty line between them


def seconds_to_move(view: RoundsView, now: float) -> float:
    """What is left of the time to change tables; nothing in the first round, or where nobody goes."""
    if view.round < 2 or not view.going:
        return 0.0
    return max(0.0, view.began + view.moving * 60 - now)


def seconds_of_round(view: RoundsView, now: float) -> float:
    """What is left of the round; negative over time."""
    return view.began + view.minutes * 60 - now


class Moving(Static, can_focus=True):
    """Which card goes where; it has the keys as long as it stands there."""

    DEFAULT_CSS = """
    Moving { display: none; height: 1fr; padding: 1 3; }
    """

    def tell(self, view: RoundsView, now: float) -> None:
        """Say it, with the time that is left."""
        self.update(_told(view, now))


def _told(view: RoundsView, now: float) -> Content:
    """Every guest who sat here, and where to now; the host stays, and so does the laptop."""
    time = as_timer(seconds_to_move(view, now))
    head = _("Round {n}: please change tables. {time} left").format(n=view.round, time=time)
    lines = [Content.styled(head, "bold"), Content()]
    for going in view.going:
        lines += [_going(view, going), *([Content()] if len(view.going) <= ROOMY else [])]
    stays = _("The laptop stays here. So does the host.") if view.hosts else _("The laptop stays here.")
    lines += [Content(), Content.styled(stays, "$text-muted")]
    return Content("\n").join(lines)


def _going(view: RoundsView, going: Going) -> Content:
    topic = next((each.text for each in view.topics if going.table in each.tables), "")
    card = _("card {n}").format(n=going.card)
    if going.table == view.table:
        return Content.assemble((f"{card:>9}", "bold"), "  ", _("stays here"))
    where = _("table {n}").format(n=going.table)
    its = Content.assemble(f" {signs().bullet} ", plain_line(topic, TOPIC)) if topic else Content()
    return Content.assemble((f"{card:>9}", "bold"), f"  {signs().here}  ", (where, "bold $accent"), its)


def cards_words(cards: Sequence[int]) -> str:
    """Whose cards belong at this table now; empty where nobody was seated."""
    numbers = ", ".join(map(str, cards))
    return (
        ngettext("here: card {numbers}", "here: cards {numbers}", len(cards)).format(numbers=numbers) if cards else ""
    )


def place_lines(view: RoundsView, now: float) -> list[Content]:
    """Table, topic, round and time on one line; and this round's question."""
    topic = next((each.text for each in view.topics if each.id == view.topic), "")
    table = _("table {n}").format(n=view.table)
    head = [
        Content.assemble((table, "bold"), f" {signs().bullet} ", plain_line(topic, TOPIC).stylize("bold")),
        Content(_("round {n} of {all}").format(n=view.round, all=view.rounds)),
        _left(seconds_of_round(view, now)),
    ]
    question = [plain_line(view.question).stylize("$accent")] if view.question else []
    return [Content("   ").join(head), *question]


def _left(seconds: float) -> Content:
    if seconds < 0:
        return Content.styled(_("time is up"), "$warning")
    return Content.styled(_("{time} left").format(time=as_timer(seconds)), "$text-muted")


def before_lines(view: RoundsView, own: Sequence[Own]) -> Iterator[Line]:
    """What the table made of the rounds before, the latest first: of each its summary, and then its entries."""
    for number in range(view.round - 1, 0, -1):
        told = [each for each in view.summaries if each.round == number]
        rows = [row for row in view.rows if row.round == number]
        if view.round > 2 and (told or rows):
            yield Line(f"round {number}", _("Round {n}").format(n=number), faint=True)
        for each in told:
            yield Line(f"summary {each.id}", each.text, _("summary"))
        ids = {row.id for row in rows}
        yield from entry_lines(rows, [each for each in own if each.id in ids])


def round_lines(view: RoundsView, own: Sequence[Own]) -> Iterator[Line]:
    """This round's, newest first, with one's own that nobody sees yet."""
    before = {row.id for row in view.rows if row.round < view.round}
    rows = [row for row in view.rows if row.id not in before]
    return iter(entry_lines(rows, [each for each in own if each.id not in before]))
