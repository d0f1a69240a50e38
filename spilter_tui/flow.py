"""How fast entries come in, by the minute, from the totals that this screen has seen."""

MINUTES = 8  # how many the desk draws


class Flow:
    """Counts what came in while it was watched; the first total it hears is where it starts."""

    def __init__(self) -> None:
        self._total: int | None = None
        self._since = 0.0
        self._came: dict[int, int] = {}

    def take(self, total: int, now: float) -> None:
        """The total is now this; what was withdrawn takes nothing away from the flow."""
        if self._total is None:
            self._since = now
        elif total > self._total:
            minute = int(now // 60)
            self._came[minute] = self._came.get(minute, 0) + total - self._total
        self._total = total

    def bars(self, now: float) -> tuple[int, ...]:
        """What came in each of the last minutes, the one that runs last."""
        minute = int(now // 60)
        return tuple(self._came.get(minute - back, 0) for back in range(MINUTES - 1, -1, -1))

    def rate(self, now: float) -> float:
        """How many a minute, over the last three minutes or as long as it was watched, at least one."""
        came = sum(number for minute, number in self._came.items() if minute > now // 60 - 3)
        watched = min(120.0 + now % 60, now - self._since)
        return came / max(1.0, watched / 60)
