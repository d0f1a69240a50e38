"""What changed between two wordings, in signs; the style only helps."""

from collections.abc import Iterator

from textual.content import Content

from server.domain.worddiff import SIGNS, Span, spans
from spilter_tui.widgets.text import plain_line

STYLES = {"same": "", "out": "$text-muted", "in": "bold"}
AROUND, LONGEST = 32, 240  # characters of what stayed on either side of a change, columns of a change itself


def changed(old: str, new: str) -> Content:
    """The new wording with what went out and what came in between signs; of what stayed, the words around it."""
    return Content("").join(_drawn(spans(old, new)))


def _drawn(found: tuple[Span, ...]) -> Iterator[Content]:
    for at, span in enumerate(found):
        opens, closes = SIGNS[span.how]
        text = span.text if span.how != "same" else _around(span.text, first=at == 0, last=at == len(found) - 1)
        yield Content.assemble(opens, _spaced(text), closes).stylize(STYLES[span.how])


def _spaced(text: str) -> Content:
    """On one line, with the spaces at its ends."""
    if not text.strip():
        return Content(" " if text else "")
    return Content.assemble(" " * text[0].isspace(), plain_line(text[: 2 * LONGEST], LONGEST), " " * text[-1].isspace())


def _around(text: str, *, first: bool, last: bool) -> str:
    """What stayed, without the middle of it where that is long."""
    if len(text) <= 2 * AROUND:
        return text
    head, tail = "" if first else text[:AROUND], "" if last else text[-AROUND:]
    return f"{head} … {tail}"
