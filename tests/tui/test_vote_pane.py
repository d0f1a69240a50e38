"""The ballot by keys: in the order in which they are pressed, however fast."""

import msgspec

from server.domain.activities.vote import VoteView
from server.domain.judging import BallotItem
from server.domain.kernel import Phase
from server.domain.methods.base import Rules
from server.domain.root import AgendaRow
from spilter_tui.activities.vote import VotePane
from tests.tui.stage import Stage, pressed

ITEMS = tuple(BallotItem(f"K{number}", f"Knelpunt {number}") for number in range(1, 9))
VIEW = VoteView("voting", "scale", Rules(low=1, high=5, abstain=True), 1, 0, ITEMS)


async def test_figures_and_letters_typed_fast_keep_their_order() -> None:
    pane = VotePane()
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        pane.row = AgendaRow("v", "vote", "Knelpunten", phase=Phase.OPEN)
        pane.view = msgspec.structs.replace(VIEW)
        pane.show()
        await pilot.pause()
        for key in "54a2":
            app.simulate_key(key)
        await pilot.pause()
        paper = pane.paper
        assert paper is not None
        assert [paper.values.get(item.id) for item in ITEMS[:4]] == [5, 4, None, 2]
        assert "K3" in paper.abstained


async def test_a_figure_that_is_not_on_the_scale_passes_nothing_over_and_is_said() -> None:
    pane = VotePane()
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        pane.row = AgendaRow("v", "vote", "Knelpunten", phase=Phase.OPEN)
        pane.view = msgspec.structs.replace(VIEW)
        pane.show()
        await pressed(pilot, "9", "5", "0", "4")
        paper = pane.paper
        assert paper is not None
        assert paper.values == {"K1": 5, "K2": 4}
        assert len(app._notifications) == 2
