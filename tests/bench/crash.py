"""`make bench-crash`: kill the server 200 times under load, print what was lost and doubled, and fail on either."""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from tests.crashing import crash

KILLS = 200


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(crash(Path(folder), KILLS, people=10))
    seconds = sorted(outcome.seconds)
    print(f"kills {KILLS} · acknowledged {outcome.acknowledged} · sent again {outcome.resent}")
    print(f"lost {outcome.lost} · doubled {outcome.doubled}")
    print(f"from the kill to in sync again: median {statistics.median(seconds):.2f} s, longest {seconds[-1]:.2f} s")
    return int(bool(outcome.lost or outcome.doubled or seconds[-1] >= 2.0))


if __name__ == "__main__":
    sys.exit(main())
