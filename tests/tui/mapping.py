"""The screen on which the columns of a file of answers stand, with answers to every kind of question."""

from collections.abc import Mapping

from server.domain.survey.proposing import propose
from spilter_tui.screens.desk.mapper import MapperScreen
from tests.domain.test_survey_mapping import SURVEY, read

KEYS: Mapping[str, tuple[str, ...]] = {"columns": ("down",) * 4, "question": ("down", "q")}


def screen() -> MapperScreen:
    """The mapper, with what is proposed."""
    found = read()
    return MapperScreen("antwoorden.csv", found, SURVEY, propose(SURVEY, found))
