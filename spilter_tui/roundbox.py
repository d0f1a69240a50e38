"""What the pane of rounds knows of its box: it is for a line or a summary, of the round in which it was begun."""

from collections.abc import Mapping

from textual import on
from textual.reactive import reactive

from server.domain.entries import AddEntry
from server.domain.kernel import Command
from server.domain.round_messages import Summarise
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.writing import WritingPane

ENTRY, SUMMARY = "round-", "summary-"


class RoundBoxPane(WritingPane):
    """Each round keeps its own drafts. What stands in the box stays with its round; an empty one follows the group."""

    summing: reactive[bool] = reactive(False)
    """Whether the box is for the summary of a round."""

    def __init__(self) -> None:
        super().__init__()
        self.at, self.about = 0, ""  # the round and the topic to which goes what stands in the box

    @property
    def slot(self) -> str:
        """Each round keeps its own draft, of a line (with the topic it was typed for) and of its summary."""
        return f"{SUMMARY}{self.at}" if self.summing else f"{ENTRY}{self.at} {self.about}".strip()

    def entry(self, text: str, slot: str) -> Command:
        """A line, or the summary, of the round for which it was typed."""
        number, about = place_of(slot)
        if slot.startswith(SUMMARY):
            return Summarise(number, text)
        return AddEntry(text, about=about, round=number, signed=self.signed)

    def give_back(self, command: Command, slot: str) -> None:
        """Back in the box, where it is the one."""
        if isinstance(command, Summarise) and slot == self.slot:
            self.box.text = command.text
        super().give_back(command, slot)

    @property
    def busy(self) -> bool:
        """Somebody who typed something is not moved; a summary that the server has is nothing new."""
        return super().busy and not (self.summing and self.box.text == self.summed_up(self.at))

    def on_mount(self) -> None:
        """Begin where something stands unsent, the oldest first; else in the round that runs."""
        slots = [slot for slot, text in self.drafts.items() if slot.startswith((ENTRY, SUMMARY)) and text.strip()]
        if slots:
            oldest = min(slots, key=place_of)
            self.set_reactive(RoundBoxPane.summing, oldest.startswith(SUMMARY))
            self.at, self.about = place_of(oldest)
        elif self.view:
            self.at, self.about = self.view.round, self.view.topic

    def go(self, number: int, summing: bool = False) -> None:
        """Let the box be of another round; what was typed in this one stays there."""
        about = self.view.topic if self.view else ""
        if (number, summing, about) == (self.at, self.summing, self.about):
            return
        self.keep_boxes()
        self.at, self.summing, self.about = number, summing, about
        if summing and not self._texts.get(self.slot):
            self._texts[self.slot] = self.summed_up(number)
        self.fill_box()
        self.show()

    def summed_up(self, number: int) -> str:
        """This table's summary of a round, as the server has it."""
        found = (each.text for each in self.view.summaries if each.round == number) if self.view else iter(())
        return next(found, "")

    def follow(self) -> None:
        """Go on with the group, unless something stands in the box: that is of its own round."""
        if self.view and not self.summing and not self.box.text.strip():
            self.go(self.view.round)

    def unsent(self) -> Mapping[str, str]:
        """What stands in the box; a summary that the server has as well is no draft."""
        return {self.slot: self.box.text if self.busy else ""}

    @on(EntryBox.Drafted)
    def pass_over(self, event: EntryBox.Drafted) -> None:
        """A summary as the server has it needs no keeping; what else was typed is kept as everywhere."""
        if event.slot.startswith(SUMMARY) and event.text == self.summed_up(place_of(event.slot)[0]):
            event.stop()
            event.prevent_default()
            self.post_message(self.Drafted(self, event.slot, ""))
        self.show()

    @on(EntryBox.Sent)
    def leave_summary(self, event: EntryBox.Sent) -> None:
        """After a summary the box is for lines again; sending itself is as everywhere."""
        if event.slot.startswith(SUMMARY) and self.view:
            self.go(self.view.round)


def place_of(slot: str) -> tuple[int, str]:
    """The round and the topic of a slot."""
    head, _space, about = slot.partition(" ")
    return int(head.rpartition("-")[2]), about
