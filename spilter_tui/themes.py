"""Colours: a dark theme, a light one, the wall's, and one for terminals that asked for no colour at all.

One accent says "here" (focus, selection, keys). Warning and error stand beside a sign and a word, never alone.
Every pair that a screen uses reaches 4.5:1 for text and 3:1 for borders and marks; tests measure it on the screens.
"""

import os
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from textual.app import App
from textual.theme import Theme

Look: TypeAlias = Literal["dark", "light", "wall", "plain"]


def _theme(look: Look, ink: Mapping[str, str]) -> Theme:
    """A theme from ten named inks; what Textual would derive from them is given outright, so that nothing surprises."""
    return Theme(
        name=f"spilter-{look}",
        dark=look != "light",
        primary=ink["accent"],
        secondary=ink["muted"],
        accent=ink["accent"],
        foreground=ink["text"],
        background=ink["paper"],
        surface=ink["sheet"],
        panel=ink["rail"],
        warning=ink["warning"],
        error=ink["error"],
        success=ink["good"],
        variables={
            "text": ink["text"],
            "text-muted": ink["muted"],
            "text-disabled": ink["muted"],
            "foreground-muted": ink["muted"],
            "foreground-disabled": ink["muted"],
            "text-accent": ink["accent"],
            "text-primary": ink["accent"],
            "text-warning": ink["warning"],
            "text-error": ink["error"],
            "text-success": ink["good"],
            "border": ink["accent"],
            "border-blurred": ink["frame"],
            "block-cursor-background": ink["chosen"],
            "block-cursor-foreground": ink["text"],
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": ink["chosen"],
            "block-cursor-blurred-foreground": ink["text"],
            "block-hover-background": ink["sheet"],
            "input-cursor-background": ink["accent"],
            "input-cursor-foreground": ink["paper"],
            "input-selection-background": ink["chosen"],
            "input-selection-foreground": ink["text"],
            "scrollbar": ink["frame"],
            "scrollbar-hover": ink["accent"],
            "scrollbar-active": ink["accent"],
            "scrollbar-background": ink["paper"],
            "scrollbar-background-hover": ink["paper"],
            "scrollbar-background-active": ink["paper"],
            "scrollbar-corner-color": ink["paper"],
        },
    )


DARK = _theme(
    "dark",
    {
        "paper": "#15181d",
        "sheet": "#1b1f26",
        "rail": "#20252d",
        "frame": "#7b8594",
        "text": "#e8eaee",
        "muted": "#a7b0bd",
        "accent": "#74c9b5",
        "chosen": "#2a3b3d",
        "warning": "#e6ba66",
        "error": "#f39187",
        "good": "#9ccf8f",
    },
)

LIGHT = _theme(
    "light",
    {
        "paper": "#faf9f6",
        "sheet": "#ffffff",
        "rail": "#efede7",
        "frame": "#80868f",
        "text": "#1e2227",
        "muted": "#555d68",
        "accent": "#00665a",
        "chosen": "#d7ebe6",
        "warning": "#815000",
        "error": "#a8261e",
        "good": "#2c672f",
    },
)

WALL = _theme(
    "wall",
    {
        "paper": "#0c0e11",
        "sheet": "#14171c",
        "rail": "#0c0e11",
        "frame": "#7f8997",
        "text": "#ffffff",
        "muted": "#c3cad4",
        "accent": "#7fdcc6",
        "chosen": "#22383a",
        "warning": "#ffd07a",
        "error": "#ffa69d",
        "good": "#b2e5a5",
    },
)

_INKS = "primary secondary warning error success accent foreground background surface panel boost".split()
_VARIABLES = (
    "ansi-background ansi-foreground border border-blurred block-cursor-background block-cursor-foreground scrollbar "
    "scrollbar-hover scrollbar-active scrollbar-background scrollbar-background-hover scrollbar-background-active "
    "text text-muted text-accent text-warning text-error text-success input-cursor-background input-cursor-foreground "
    "input-selection-background input-selection-foreground screen-selection-background screen-selection-foreground"
).split()

PLAIN = Theme(
    name="spilter-plain",
    ansi=True,
    variables={"block-cursor-text-style": "bold", **dict.fromkeys(_VARIABLES, "ansi_default")},
    **{ink: "ansi_default" for ink in _INKS},  # type: ignore[arg-type]
)

THEMES: Mapping[Look, Theme] = {"dark": DARK, "light": LIGHT, "wall": WALL, "plain": PLAIN}


def dress(app: App[Any], look: Look) -> None:
    """Make these themes known to an app, and wear one; nothing glides or blinks."""
    for theme in THEMES.values():
        app.register_theme(theme)
    app.theme = THEMES[look].name
    app.animation_level = "none"


def no_colour(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this terminal asked for no colour (NO_COLOR set to anything but nothing, https://no-color.org)."""
    return bool(environment.get("NO_COLOR"))
