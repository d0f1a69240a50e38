"""A list of topics, from which one chooses what to write about."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from spilter_tui.i18n import N_
from spilter_tui.widgets.entries import Entries


class TopicList(Entries):
    """The topics, with how many entries each has."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", N_("write about it"), show=False)]
