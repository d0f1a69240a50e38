"""What changed between two wordings, word by word, in signs that read without colour."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

import msgspec

from server.domain.blocks import Block, Bullets, Text
from server.domain.i18n import Words

How: TypeAlias = Literal["same", "out", "in"]
SIGNS: dict[How, tuple[str, str]] = {"same": ("", ""), "out": ("[–", "–]"), "in": ("[+", "+]")}
TOO_MUCH = 250_000  # words of one times words of the other: comparing takes that many steps, or more

_WORD_OR_SPACE = re.compile(r"\s+|\S+")


class Span(msgspec.Struct, frozen=True):
    """A run of words that stayed, went out or came in."""

    text: str
    how: How = "same"


@lru_cache(maxsize=256)
def spans(old: str, new: str) -> tuple[Span, ...]:
    """The way from one wording to the other. What is not `in` is the old one, what is not `out` the new one.

    Where very long texts differ all over, what lies between their first and last difference went out and came in.
    """
    before, after = _WORD_OR_SPACE.findall(old), _WORD_OR_SPACE.findall(new)
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    middle = before[start : len(before) - end], after[start : len(after) - end]
    found = [Span("".join(after[:start])), *_changes(*middle), Span("".join(after[len(after) - end :]))]
    return tuple(_joined(found))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts have in common before they differ."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Span]:
    if len(before) * len(after) > TOO_MUCH:
        yield from (Span("".join(before), "out"), Span("".join(after), "in"))
        return
    for tag, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Span("".join(after[start:end]))
        else:
            yield from (Span("".join(before[low:high]), "out"), Span("".join(after[start:end]), "in"))


def _joined(found: Iterable[Span]) -> Iterator[Span]:
    """Without empty ones, and those of one kind after each other as one."""
    for how, group in groupby((span for span in found if span.text), key=lambda span: span.how):
        yield Span("".join(span.text for span in group), how)


def marked(old: str, new: str) -> str:
    """The new wording with what went out between [– and –], and what came in between [+ and +]."""
    return "".join(SIGNS[span.how][0] + span.text + SIGNS[span.how][1] for span in spans(old, new))


def history(wordings: Sequence[str], words: Words) -> list[Block]:
    """All wordings of a text, the first as it was and each next one with what changed; nothing where there is one."""
    if len(wordings) < 2:
        return []
    note = words.gettext("[– … –] was taken out, [+ … +] was put in.")
    return [Bullets(tuple(_versions(wordings, words))), Text(note, "note")]


def _versions(wordings: Sequence[str], words: Words) -> Iterator[str]:
    label = words.gettext("Version {n}: {text}")
    yield label.format(n=1, text=wordings[0])
    for n, (old, new) in enumerate(pairwise(wordings), 2):
        yield label.format(n=n, text=marked(old, new))
