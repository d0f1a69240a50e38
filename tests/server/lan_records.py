"""A program for the tests of discovery: asks by mDNS for a workshop's address until it is the expected one."""

import asyncio
import sys

from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from server.protocol.discovery import SERVICE_TYPE


async def main(workshop: str, expected: str) -> None:
    told: list[str] = []
    while expected not in told:
        # Each time with an empty cache, so that an answer is what the server says now.
        async with AsyncZeroconf() as zeroconf:
            info = AsyncServiceInfo(SERVICE_TYPE, f"spilter-{workshop}.{SERVICE_TYPE}")
            await info.async_request(zeroconf.zeroconf, 3000)
            told = info.parsed_addresses()
    print(*told)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
