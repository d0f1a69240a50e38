"""Entries with fields, as cause, event and effect: one text that reads on its own, and back to the fields."""

from collections.abc import Sequence

ARROW = "→"
OPEN = "…"  # stands in the text for a field that was left empty


def composed(fields: Sequence[str]) -> str:
    """The fields as one text, in their order; empty where nothing was filled in."""
    if not any(fields):
        return ""
    return f" {ARROW} ".join(part or OPEN for part in fields)


def parsed(text: str, count: int) -> tuple[str, ...]:
    """A changed text as so many fields; none where its arrows don't say which is which."""
    parts = [part.strip() for part in text.split(ARROW)]
    if not count or len(parts) != count:
        return ()
    return tuple("" if part == OPEN else part for part in parts)
