"""From what people differ on to a talk, and from the talk to a second judgement: a key each, and all of it undone."""

from collections.abc import Iterator

import pytest

from server.domain import root
from server.domain.activities.discuss import Discuss
from server.domain.ballots import CastBallot, VoteAgain
from server.domain.i18n import Language
from server.domain.kernel import Card, Item, Phase, Selection
from server.domain.steering import Carry, ChangePhase, EditCard
from spilter_tui.i18n import use
from tests.tui.desk_stage import Hall
from tests.tui.test_desk import Desk, desk_on

ITEMS = tuple(Item(f"i{n}", text) for n, text in enumerate(("Loket", "Omzeteis", "Spreekuur", "Werkruimte"), 1))
VOTE = Card("stem", "vote", "Stemmen", start=ITEMS)
DIFFER = Selection("stem", "dissent", value=0.3)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def voted(*after: Card, ballots: int = 6) -> Hall:
    """People differ on i2 and, more important, on i3; the vote is closed."""
    hall = Hall(root.Agenda(root.Info("Almere"), cards=(VOTE, *after)))
    hall.come((1,) * ballots)
    hall.steer("stem", ChangePhase(Phase.OPEN))
    hall.steer("", root.GoTo("stem"))
    for at, person in enumerate(hall.people):
        high = at % 2
        values = {"i1": 4, "i2": 1 + 3 * high, "i3": 2 + 3 * high, "i4": 2}
        person.do(CastBallot(voter=f"stem{at:020d}", values=values), "stem")
    hall.steer("stem", ChangePhase(Phase.CLOSED))
    hall.later(2)
    return hall


def talk(desk: Desk) -> Discuss:
    found = desk.hall.session.workshop.activities[desk.app.desk.agenda.current]
    assert isinstance(found, Discuss)
    return found


async def test_x_shows_the_queue_and_x_again_makes_a_talk_of_it() -> None:
    async with desk_on(voted(), (80, 24)) as desk:
        assert "x talk over" in desk.picture
        assert await desk.press("x") == []
        picture = desk.picture
        assert picture.index("Spreekuur") < picture.index("0.38  Omzeteis")  # importance × spread
        assert "x  talk about it now" in picture
        said = await desk.press("x")
        assert [type(command) for _scope, command in said] == [root.AddActivity, ChangePhase, root.GoTo]
        assert list(talk(desk).received) == ["i3", "i2"]
        assert talk(desk).settings.prompts == ("Why high?", "Why low?")
        assert talk(desk).phase is Phase.OPEN
        await desk.press("u", "u", "u")  # act by act
        assert [row.id for row in desk.app.desk.agenda.rows] == ["stem"]


@pytest.mark.parametrize(("language", "words"), [("en", "x talk over"), ("nl", "x bespreek")])
async def test_what_matters_after_a_vote_stands_at_the_bottom_of_a_narrow_desk(language: Language, words: str) -> None:
    use(language)
    async with desk_on(voted(Card("praat", "discuss", "Gesprek")), (80, 24)) as desk:
        bar = desk.picture.splitlines()[-1]
        assert words in bar
        assert {"o", "n", "r", "u", "F9"} <= set(bar.split())
        assert "t" not in bar.split()  # no timer for what was closed


async def test_b_closes_the_talk_and_has_people_judge_again() -> None:
    async with desk_on(voted()) as desk:
        await desk.press("x", "x")
        there = talk(desk).card.id
        assert "b judge again" in desk.picture
        assert await desk.press("b") == [
            (there, ChangePhase(Phase.CLOSED)),
            ("stem", VoteAgain()),
            ("stem", ChangePhase(Phase.OPEN)),
            ("", root.GoTo("stem")),
        ]
        assert desk.app.desk.at == "stem"
        assert desk.hall.session.workshop.activities["stem"].rounds == 2


async def test_a_talk_that_the_agenda_has_for_it_is_used() -> None:
    planned = Card("waarom", "discuss", "Waar we verschillen", carry=DIFFER, settings={"sides": ["hoog", "laag"]})
    async with desk_on(voted(planned)) as desk:
        await desk.press("x")
        assert "talk about it in: Waar we verschillen" in desk.picture
        assert await desk.press("x") == [("waarom", ChangePhase(Phase.OPEN)), ("", root.GoTo("waarom"))]
        assert list(talk(desk).received) == ["i3", "i2"]  # what it planned to take over itself


async def test_a_talk_without_prompts_gets_them_and_the_items() -> None:
    async with desk_on(voted(Card("praat", "discuss", "Gesprek"))) as desk:
        said = await desk.press("x", "x")
        assert [type(command) for _scope, command in said] == [EditCard, Carry, ChangePhase, root.GoTo]
        assert said[1] == ("praat", Carry(DIFFER))
        assert talk(desk).settings.prompts == ("Why high?", "Why low?")
        await desk.press("b")
        for at, person in enumerate(desk.hall.people):  # they differ on i2 only, now
            person.do(CastBallot(voter=f"nog{at:020d}", values={"i2": 1 + 4 * (at % 2), "i3": 4}, round=2), "stem")
        await desk.press("o", "x")
        assert "Omzeteis" in desk.picture
        assert await desk.press("x") == [("praat", ChangePhase(Phase.OPEN)), ("", root.GoTo("praat"))]


async def test_a_talk_after_another_vote_is_not_for_this_one() -> None:
    other, its = Card("nog", "vote", "Nog een", start=ITEMS), Card("praat", "discuss", "Gesprek", start=ITEMS)
    async with desk_on(voted(other, its)) as desk:
        said = await desk.press("x", "x")
        assert isinstance(said[0][1], root.AddActivity)
        assert [row.kind for row in desk.app.desk.agenda.rows] == ["vote", "discuss", "vote", "discuss"]


async def test_where_nobody_differs_it_says_so() -> None:
    async with desk_on(voted(ballots=1)) as desk:
        assert await desk.press("x", "x") == []
        assert any("Nobody differs much" in each for each in desk.toasts)


async def test_the_key_is_there_only_where_something_was_judged() -> None:
    hall = voted(Card("praat", "discuss", "Gesprek", start=ITEMS))
    hall.steer("stem", ChangePhase(Phase.OPEN))
    hall.later(2)
    async with desk_on(hall) as desk:
        assert await desk.press("x") == []  # open: nobody may know
        assert "What people differ on" not in desk.picture
        await desk.press("down")
        assert await desk.press("b") == []  # nothing to judge again: it is open


async def test_of_a_page_without_a_text_nothing_is_awaited() -> None:
    hall = voted(Card("pauze", "slide", "Pauze"))
    hall.steer("pauze", ChangePhase(Phase.OPEN))
    hall.steer("", root.GoTo("pauze"))
    async with desk_on(hall, (80, 24)) as desk:
        assert "2 Pauze" in desk.picture
        assert "Nothing yet." not in desk.picture
