"""Keys act in the order in which they were pressed, however fast they come.

Textual hands a key to the widget with the focus, and looks for a binding only when the key has come back from there;
the next key may be on its way by then. On a slow laptop `n` (new theme) and the first letters of its title would then
all be commands. Where no text is being typed, bindings are looked for at once.
"""

from textual import events
from textual.app import App
from textual.widgets import Input, TextArea


class KeysInOrder(App[int]):
    """An app whose bindings act at once, unless somebody is typing a text."""

    async def on_event(self, event: events.Event) -> None:
        """Run the binding of a key, if it has one here, before the next key is looked at."""
        if isinstance(event, events.Key) and not event.is_forwarded and not isinstance(self.focused, Input | TextArea):
            for priority in (True, False):
                if await self._check_bindings(event.key, priority=priority):
                    return
        await super().on_event(event)
