"""How long it takes to seat a hall, and to seat it anew when people stay away: ``python -m tests.bench.rotation``."""

import time

from server.domain.rotation import filled, repeated_pairs, repeated_topics, rotate

HALLS = ((50, 10, 5, 3), (100, 20, 5, 3), (100, 10, 5, 3), (100, 20, 10, 5), (200, 40, 5, 4))  # guests, tables, topics


def main() -> None:
    """A line a hall: planned at first, and after six no-shows and three latecomers in the first round."""
    print("guests tables topics rounds | ms at first, pairs again | ms anew, pairs again, topics again")
    for guests, tables, topics, rounds in HALLS:
        hall = {table: str(table % topics) for table in range(1, tables + 1)}
        began = time.perf_counter()
        plan = rotate(hall, range(1, guests + 1), rounds)
        first = time.perf_counter() - began
        here = [*range(7, guests + 1), *range(guests + 1, guests + 4)]
        began = time.perf_counter()
        now = filled(hall, {card: table for card, table in plan[0].items() if card > 6}, here)
        anew = [now, *rotate(hall, here, rounds - 1, [now])]
        again = time.perf_counter() - began
        print(
            f"{guests:6} {tables:6} {topics:6} {rounds:6} | {1000 * first:5.0f} {repeated_pairs(plan):4} | "
            f"{1000 * again:5.0f} {repeated_pairs(anew):4} {repeated_topics(anew, hall):4}"
        )


if __name__ == "__main__":
    main()
