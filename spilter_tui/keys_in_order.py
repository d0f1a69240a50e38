"""Keys act in the order in which they were pressed, however fast they come.

Textual hands a key to the widget with the focus, and looks for a binding only when the key has come back from there;
the next key may be on its way by then. On a slow laptop `n` (new theme) and the first letters of its title would then
all be commands, and a question would be answered by a key that was pressed before it stood there. Here a key waits
until what the keys before it did is done: a screen that came up stands, and what was typed is in its box. Where no text
is being typed, bindings are looked for at once.
"""

import asyncio
from contextlib import suppress

from textual import events
from textual.app import App
from textual.widget import Widget
from textual.widgets import Input, TextArea

PATIENCE = 0.5  # seconds that a key waits for a screen that does not come to rest


class KeysInOrder(App[int]):
    """An app that looks at a key when those before it have been acted on."""

    async def on_event(self, event: events.Event) -> None:
        """Run the binding of a key, if it has one here; one that comes when all is over is nobody's."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._keys_before()
            if not self.screen_stack or (not self._types(event) and await self._bound(event.key)):
                return
        await super().on_event(event)

    async def _keys_before(self) -> None:
        """Wait until each widget from the focus up has done what came to it, and the screen is still the same then."""
        screen = None
        while self.screen_stack and screen is not self.screen:
            screen = self.screen
            for node in (self.focused or screen).ancestors_with_self:
                done = asyncio.Event()
                if isinstance(node, Widget) and node.call_later(done.set):
                    await done.wait()

    def _types(self, event: events.Key) -> bool:
        """Whether a key is text for the box with the focus, or one that only the box knows the meaning of."""
        typing = isinstance(self.focused, Input | TextArea)
        return typing and (event.is_printable or event.key == "enter")

    async def _bound(self, key: str) -> bool:
        return await self._check_bindings(key, priority=True) or await self._check_bindings(key, priority=False)
