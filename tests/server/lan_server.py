"""A program for the tests of discovery: listens on a port and announces itself, as the product's server does."""

import asyncio
import signal
import sys

from server.beacon import announce
from server.protocol.discovery import PORT, advert


async def main(workshop: str) -> None:
    async with await asyncio.start_server(lambda _, writer: writer.close(), None, PORT):
        print("ready", flush=True)
        announcing = asyncio.create_task(announce(advert("Almere · zzp", workshop, 1, PORT), poll=0.2))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, announcing.cancel)
        await asyncio.wait([announcing])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
