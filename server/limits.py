"""What a server asks of its process: as many sockets as a hall has laptops, and no pauses to look for garbage."""

import gc
import sys

SOCKETS = 10_240  # what macOS gives at the most


def allow_sockets() -> None:
    """Let this process hold `SOCKETS` files and sockets, or as many as the system lets it (by itself 256 to 1,024)."""
    if sys.platform == "win32":  # has no such limit
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = SOCKETS if most == resource.RLIM_INFINITY else min(SOCKETS, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def collect_seldom() -> None:
    """Look for cycles of garbage after 10,000 new objects instead of 700, and at everything next to never.

    With a hall connected, one look at everything takes as long as telling that hall something; all that comes and goes
    with a frame is in no cycle.
    """
    gc.set_threshold(10_000, 10, 100)
