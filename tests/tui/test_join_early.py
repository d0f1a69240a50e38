"""The door: what is typed before anything is asked is no answer, and stays for when it is."""

from textual.widgets import Input

from spilter_tui.screens.join import JoinScreen
from tests.tui.stage import Stage


async def test_a_code_typed_while_still_searching_stays_for_the_question() -> None:
    screen = JoinScreen()
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        screen.query_one(Input).focus()
        await pilot.press(*"sj2b1o3j", "enter")
        await pilot.pause()
        assert not app.said(JoinScreen.Answered)
        screen.step = "code"
        await pilot.pause()
        assert screen.query_one(Input).value == "sj2b1o3j"
        await pilot.press("enter")
        await pilot.pause()
        answered = app.said(JoinScreen.Answered)
        assert [(each.step, each.text) for each in answered] == [("code", "sj2b1o3j")]
        screen.step = "name"
        await pilot.pause()
        assert screen.query_one(Input).value == ""
