"""A program for the tests of discovery: prints the first server that answers, or why none does."""

import argparse
import asyncio

from server.protocol.discovery import PORT
from spilter_tui.link.find import NotFound, Search
from spilter_tui.link.place import parse_address


async def main(options: argparse.Namespace) -> None:
    search = Search(options.typed, options.known, patience=options.patience, probe_port=options.probe_port)
    try:
        async with search:
            found = await anext(search)
    except NotFound as not_found:
        print(*(f"{failure.reason} {failure.where or 'here'}" for failure in not_found.failures), sep="\n")
    else:
        print(found.how, found.endpoint, found.said.title if found.said else "-")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--typed", type=parse_address)
    parser.add_argument("--known", type=parse_address, action="append", default=[])
    parser.add_argument("--patience", type=float, default=15.0)
    parser.add_argument("--probe-port", type=int, default=PORT)
    asyncio.run(main(parser.parse_args()))
