"""An earlier workshop, read from its file on this machine without a server: what it came to can be taken over."""

from pathlib import Path

from server.domain import plan
from server.domain.kernel import Audience, Item, Refused, Role, Selection
from server.domain.root import AgendaRow
from server.domain.startlist import Given
from server.domain.workshop import Workshop
from server.log import read_only
from server.protocol.queries import Carried, PreviewCarry

SOURCE, THEME, ORIGINS = 80, 400, 200  # characters, characters, ids


class Earlier:
    """A workshop as its file has it. `FileFault` where it can't be read."""

    def __init__(self, path: Path) -> None:
        self._workshop = Workshop()
        for record in read_only(path).records:
            self._workshop.take(record)
        self.title = self._workshop.plan.info.title

    @property
    def rows(self) -> list[AgendaRow]:
        """The activities that hold anything to start from, the last first."""
        eyes = Audience(Role.FACILITATOR)
        found = [self._workshop.activities[key] for key in reversed(self._workshop.plan.order)]
        return [plan.agenda_row(each, eyes) for each in found if each.items()]

    def items(self, selection: Selection) -> tuple[Item, ...]:
        """What a selection means; nothing where its result was never shown."""
        try:
            return self._workshop.select(selection)
        except Refused:
            return ()

    async def preview(self, query: PreviewCarry) -> Carried:
        """The items of a selection, as the server previews those of its own activities."""
        return Carried(self.items(query.selection))

    def given(self, selection: Selection) -> tuple[Given, ...]:
        """A selection to bring in: with its lineage, and the workshop it is from."""
        return tuple(
            Given(item.text, item.id, self.title[:SOURCE], item.theme[:THEME], item.origins[:ORIGINS])
            for item in self.items(selection)
        )
