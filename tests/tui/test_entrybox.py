"""The box: only Enter sends, and what stands in it is a draft until then."""

from spilter_tui.widgets.entrybox import EntryBox
from tests.tui.stage import Stage


async def test_a_draft_is_not_sent_by_a_pause_or_by_leaving() -> None:
    app = Stage(EntryBox())
    async with app.run_test(size=(80, 24)) as pilot:
        box = app.query_one(EntryBox)
        box.focus()
        await pilot.press(*"concept")
        box.settle()
        await pilot.pause()
        drafted = app.said(EntryBox.Drafted)
        assert [each.text for each in drafted if isinstance(each, EntryBox.Drafted)][-1] == "concept"
        # A handler of Sent gets every message that is a kind of Sent.
        assert not app.said(EntryBox.Sent)
        assert box.text == "concept"


async def test_enter_sends_once_and_empties_the_box() -> None:
    app = Stage(EntryBox())
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(EntryBox).focus()
        await pilot.press(*"idee", "enter", "enter")
        await pilot.pause()
        sent = [each.text for each in app.said(EntryBox.Sent) if isinstance(each, EntryBox.Sent)]
        assert sent == ["idee"]
        assert app.query_one(EntryBox).text == ""
