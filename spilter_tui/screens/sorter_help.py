"""F1 in the sorter: what to do here, and every key, those that stand on no bar too."""

from collections.abc import Iterable

from textual.binding import Binding
from textual.content import Content

from spilter_tui.i18n import N_, _
from spilter_tui.widgets.dialog import Dialog
from spilter_tui.widgets.keys import key_name

EXPLAINED = N_(
    "A figure puts the item at hand in that theme and takes the next one. n makes a theme, m merges what says the "
    "same, 0 leaves it for later, u undoes your own last act. Nothing is overwritten: who is first wins, and you are "
    "told. Every original stays as it was typed."
)


def help_on(bindings: Iterable[Binding]) -> Dialog:
    """The help for these bindings; keys that do the same stand on one line."""
    keys: dict[str, list[str]] = {}
    for binding in bindings:
        keys.setdefault(binding.description, []).append(binding.key_display or key_name(binding.key))
    rows = [(names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}", words) for words, names in keys.items()]
    wide = max(len(name) for name, _words in rows)
    drawn = [Content.assemble((name.rjust(wide), "bold $accent"), "  ", _(words)) for name, words in rows]
    return Dialog(_("Help"), Content("\n\n").join([Content(_(EXPLAINED)), Content("\n").join(drawn)]))
