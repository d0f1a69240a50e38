"""No pause in the middle of a key: what has come in to stay is taken out of the garbage collector's rounds.

A full round looks at everything that the program holds, and that is far more than what it made since: with 5,000
entries a round took 75 to 180 ms and came every few seconds, which was the worst that a key had to wait for. What is
held when a view comes in for the first time (the program itself, the screens, the view's rows) stays, so it is left
out from then on. Rows go when nobody holds them any more, without the collector: they refer to nothing that refers
back to them.
"""

import gc

from spilter_tui.link.happened import Happened, ViewChanged


class Pauses:
    """Told what happens on the link. For a process that is one client: what it holds in circles by then stays held."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def hear(self, what: Happened) -> None:
        """At the first view of a subject, leave what is held out of all later rounds."""
        if isinstance(what, ViewChanged) and what.subject not in self._seen:
            self._seen.add(what.subject)
            gc.freeze()
