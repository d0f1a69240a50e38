"""The item at hand, large and calm: its words, where it lies, what it was made of, and what is offered for it."""

import msgspec
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.text import one_line
from spilter_tui.widgets.charts import pad
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line
from spilter_tui.widgets.wrap import columns_of, shown, wrap

OFFERS = 2  # lines at the bottom


class Offer(msgspec.Struct, frozen=True):
    """What a key would do for this item: "looks like", somebody's words, why, the key and what it does (translated)."""

    says: str
    text: str
    why: str = ""
    key: str = ""
    does: str = ""


class AtHand(msgspec.Struct, frozen=True):
    """The item as it is drawn. `facts` are sentences about it, `empty` is said where there is none (all translated)."""

    text: str = ""
    facts: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    empty: str = ""
    alert: str = ""


class SortCard(Widget):
    """A frame of a fixed height with one item in it."""

    DEFAULT_CSS = """
    SortCard { height: 28%; min-height: 8; max-height: 13; margin: 0 1; padding: 0 1;
        border: round $accent; border-title-color: $text-muted; color: $text; text-wrap: nowrap; }
    """

    at_hand: reactive[AtHand] = reactive(AtHand())
    """What to draw."""
    title: reactive[str] = reactive("")
    """What stands in the frame, translated."""

    def watch_title(self, title: str) -> None:
        """Put it in the frame."""
        self.border_title = Content(title)

    def render(self) -> Content:
        """The words above, what is offered at the bottom."""
        width, height = self.content_size.width, self.content_size.height
        card = self.at_hand
        if not card.text:
            return Content.styled("\n".join(wrap(card.empty, width)), "$text-muted")
        under = [*self._facts(card, width), *self._originals(card, width)]
        wide = max((columns_of(each.says) for each in card.offers), default=0)
        offers = [_offer(each, wide, width) for each in card.offers[:OFFERS]]
        above = height - len(offers)
        words = _cut(wrap(shown(card.text), width), max(1, above - min(len(under), above // 2)), width)
        lines = [Content.styled(line, "bold") for line in words]
        lines += under[: above - len(lines)]
        lines += [Content()] * (above - len(lines))
        return Content("\n").join([*lines, *offers])

    def _facts(self, card: AtHand, width: int) -> list[Content]:
        lines = [Content.styled(f"{signs().alert} {one_line(card.alert, width - 2)}", "$warning")] if card.alert else []
        facts = f" {signs().bullet} ".join(card.facts)
        return [*lines, Content.styled(one_line(facts, width), "$text-muted")] if facts else lines

    def _originals(self, card: AtHand, width: int) -> list[Content]:
        return [
            Content.assemble((f"{signs().quote} ", "$text-muted"), plain_line(t, width - 2)) for t in card.originals
        ]


def _cut(lines: list[str], room: int, width: int) -> list[str]:
    """As many lines as there is room for; the last one says that there is more."""
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], one_line(lines[room - 1], width - 2).rstrip(signs().more) + f" {signs().more}"]


def _offer(offer: Offer, wide: int, width: int) -> Content:
    """One line: what, whose words, why, and at the right the key."""
    says = pad(offer.says, wide) + "  "
    key = Content.assemble((offer.key, "bold $accent"), " ", offer.does) if offer.key else Content()
    why = f"  ({one_line(offer.why, width // 3)})" if offer.why else ""
    room = max(8, width - columns_of(says) - columns_of(why) - key.cell_length - 3)
    left = Content.assemble((says, "$text-muted"), plain_line(offer.text, room), (why, "$text-muted"))
    return Content.assemble(left, " " * max(2, width - left.cell_length - key.cell_length), key)


def at_most(words: tuple[str, ...], n: int = 4) -> str:
    """A few of the words, so that a line is not full of them."""
    more = [signs().more] if len(words) > n else []
    return ", ".join([*words[:n], *more])
