"""Bringing in a list, from a file or an earlier workshop, so that bringing it in again changes nothing."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain, count
from typing import Annotated

import msgspec

from server.domain.figures import EntryFigure
from server.domain.kernel import Item
from server.domain.text import clean, fold

Short = Annotated[str, msgspec.Meta(max_length=80)]


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item to bring in. `id`: the one that it has, so that ballots of a file find it; empty: it gets one.

    `origins`: the ids it came from, in an earlier workshop.
    """

    text: Annotated[str, msgspec.Meta(max_length=4000)]
    id: Annotated[str, msgspec.Meta(max_length=72)] = ""
    source: Short = ""
    theme: Annotated[str, msgspec.Meta(max_length=400)] = ""
    origins: Annotated[tuple[Short, ...], msgspec.Meta(max_length=200)] = ()


def new_in(given: Iterable[Given], here: Mapping[str, Item], ids: Callable[[], str]) -> tuple[Item, ...]:
    """The items that aren't `here` yet: the same text under the same id or, without an id, the same text at all.

    Where an id belongs to another text, the item gets the id with a number: the first of them that is free, or that was
    given to this text before. `Refused` where a text is empty or too long.
    """
    known = dict(here)
    texts = {fold(item.text) for item in here.values()}
    for each in given:
        text = clean(each.text.strip())
        key = _place(each.id, text, known) if each.id else ("" if fold(text) in texts else ids())
        if key and key not in known:
            known[key] = Item(key, text, each.origins, each.source, each.theme)
        texts.add(fold(text))
    return tuple(item for key, item in known.items() if key not in here)


def verbatim(items: Iterable[Item]) -> tuple[EntryFigure, ...]:
    """Items as the report's data holds them: in their words, with theme, source and what they came from."""
    return tuple(EntryFigure(each.id, each.text, each.theme, each.source, origins=each.origins) for each in items)


def _place(wanted: str, text: str, known: Mapping[str, Item]) -> str:
    """The id for an item that would like to have this one."""
    numbered = chain((wanted,), (f"{wanted}~{n}" for n in count(2)))
    return next(key for key in numbered if key not in known or fold(known[key].text) == fold(text))
