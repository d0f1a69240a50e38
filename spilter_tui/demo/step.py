"""What every step of a script is."""

from typing import ClassVar

import msgspec

from spilter_tui.demo.hall import Hall


class Step(msgspec.Struct, frozen=True, tag_field="do"):
    """One step; `by_room`: people in the hall do it, not the facilitator."""

    by_room: ClassVar[bool] = False

    async def play(self, hall: Hall) -> None:
        """Do it, and return when it is done."""
        raise NotImplementedError
