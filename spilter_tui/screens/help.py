"""F1: what to do here, and every key that works now."""

from collections.abc import Iterable

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen

from spilter_tui.i18n import _
from spilter_tui.widgets.dialog import Dialog
from spilter_tui.widgets.keys import key_name


def help_on(screen: Screen[None], explained: str) -> Dialog:
    """The help of a screen: a translated explanation, and the keys that are active on it."""
    bindings = (active.binding for active in screen.active_bindings.values() if active.enabled)
    return Dialog(_("Help"), Content("\n\n").join([Content(explained), keys_of(bindings)]))


def keys_of(bindings: Iterable[Binding]) -> Content:
    """Keys under each other with what they do, each action once; editing keys of the box are left out."""
    found: dict[str, Binding] = {}
    for binding in bindings:
        if binding.description and not binding.system and _(binding.description) != "":
            found.setdefault(binding.action, binding)
    rows = [each for each in found.values() if each.show or each.key.startswith("f")]
    wide = max((len(key_name(each.key)) for each in rows), default=0)
    return Content("\n").join(
        Content.assemble((key_name(each.key).rjust(wide), "bold $accent"), "  ", _(each.description)) for each in rows
    )
