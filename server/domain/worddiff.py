"""What changed between two wordings, word by word, in signs that read without colour."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, TypeAlias

import msgspec

from server.domain.blocks import Block, Bullets, Text
from server.domain.i18n import Words

How: TypeAlias = Literal["same", "out", "in"]
SIGNS: dict[How, tuple[str, str]] = {"same": ("", ""), "out": ("[–", "–]"), "in": ("[+", "+]")}

_WORD_OR_SPACE = re.compile(r"\s+|\S+")


class Span(msgspec.Struct, frozen=True):
    """A run of words that stayed, went out or came in."""

    text: str
    how: How = "same"


def spans(old: str, new: str) -> tuple[Span, ...]:
    """The way from one wording to the other. What is not `in` is the old one, what is not `out` the new one."""
    before, after = _WORD_OR_SPACE.findall(old), _WORD_OR_SPACE.findall(new)
    found: list[Span] = []
    for tag, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Span("".join(after[start:end])))
            continue
        found += [Span("".join(before[low:high]), "out")] if high > low else []
        found += [Span("".join(after[start:end]), "in")] if end > start else []
    return tuple(found)


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
