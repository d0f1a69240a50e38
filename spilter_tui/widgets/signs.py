"""The signs beside words, and their stand-ins for a terminal that draws ASCII only. None is an emoji."""

from collections.abc import Iterable

import msgspec


class Signs(msgspec.Struct, frozen=True):
    """One character a meaning. Bars: `line` and its half for the laptop, `full` and its `eighths` for the wall; an
    interval is a `rule` from `begin` to `end`.
    """

    here: str = "▸"
    bullet: str = "·"
    star: str = "★"
    done: str = "✓"
    waits: str = "○"
    live: str = "●"
    alert: str = "!"
    line: str = "━"
    half: str = "╸"
    full: str = "█"
    rest: str = "·"
    eighths: str = "▏▎▍▌▋▊▉"
    heat: str = " ░▒▓█"
    rule: str = "─"
    quote: str = "│"
    begin: str = "├"
    end: str = "┤"
    dash: str = "–"
    more: str = "…"


UNICODE = Signs()
ASCII = Signs(
    here=">", bullet="-", star="*", done="v", waits="o", live="*", line="=", half="", full="#", rest=".", eighths="",
    heat=" .:*#", rule="-", quote="|", begin="|", end="|", dash="-", more="~",
)  # fmt: skip

_signs = UNICODE


def use_signs(which: Signs) -> None:
    """From now on this terminal gets these signs."""
    global _signs
    _signs = which


def signs() -> Signs:
    """The signs in use; Unicode until somebody chooses."""
    return _signs


def signs_from(encoding: str | None) -> Signs:
    """The signs that a terminal of this encoding can draw."""
    return UNICODE if (encoding or "").lower().replace("-", "") in ("utf8", "utf8mb4", "cp65001") else ASCII


def joined(words: Iterable[str]) -> str:
    """Words with a dot between; empty ones are passed over."""
    return f" {signs().bullet} ".join(word for word in words if word)
