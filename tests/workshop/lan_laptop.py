"""A program for a machine on a test's network: finds the server by itself, joins with the code, and sends entries.

Prints "received" for each entry that the server has on disk; the second is sent once the connection was lost.
"""

import asyncio
import sys
from functools import partial
from pathlib import Path

from server.domain.entries import AddEntry
from server.protocol.messages import Enter
from spilter_tui.link.find import Search
from spilter_tui.link.happened import CameBack, Joined, WentStale
from tests.workshop.evening import Laptop

NOBODY = 9  # a port on which no server answers broadcasts: only mDNS is left


async def main(folder: Path, code: str, mdns_only: bool) -> None:
    search = partial(Search, probe_port=NOBODY) if mdns_only else Search
    laptop = Laptop(folder, None, code, Enter(""), patience=60.0, search=search)
    await laptop.until(lambda: laptop.of(Joined))
    await laptop.do("ideas", AddEntry("vanaf een ander netwerk"))
    print("received", flush=True)
    await laptop.until(lambda: laptop.of(WentStale))
    op = laptop.link.send("ideas", AddEntry("tijdens de storing"))
    await laptop.until(lambda: laptop.of(CameBack))
    await laptop.answer(op)
    print("received", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:] == ["mdns"]))
