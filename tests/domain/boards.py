"""Boards to sort on, for the tests of sorting."""

from typing import Any

import pytest

from server.domain import sorting
from server.domain.kernel import Card, Refused
from server.domain.sorting import (
    AddTheme,
)
from tests.domain.stage import DESK, Stage, items

COUNTER = "Eén loket voor alle vragen van zzp'ers"
COUNTER_TOO = "een loket voor vragen van zzpers"
SPACE = "Geen plek om klanten te ontvangen"
TAX = "Btw-aangifte kost mij elk kwartaal een dag"


def board(*lines: str, **settings: Any) -> Stage:
    start = items(*(lines or (COUNTER, COUNTER_TOO, SPACE, TAX)), source="vooronderzoek")
    return Stage(Card("g", "group", "Ordenen", start=start, settings=settings))


def theme(stage: Stage, title: str, parent: str = "") -> str:
    added = stage.do("g", AddTheme(title, parent))[0]
    assert isinstance(added, sorting.ThemeAdded)
    return added.id


def where(stage: Stage) -> dict[str, tuple[str, ...]]:
    return {row.id: row.themes for row in stage.view("g").rows}


def refusal(stage: Stage, command: Any, who: Any = DESK) -> Refused:
    with pytest.raises(Refused) as caught:
        stage.do("g", command, who)
    return caught.value
