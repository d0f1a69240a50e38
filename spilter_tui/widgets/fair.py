"""How wide columns stand beside each other, so that their words stay whole for as long as there is room."""

from collections.abc import Sequence


def fair(wanted: Sequence[int], least: Sequence[int], room: int, floor: int = 4) -> list[int]:
    """Widths of columns in `room`: as wanted; where that is too much the widest gives way first, down to its least.

    Where even the least of all are too much, the widest gives way again, down to `floor`: words are broken there.
    """
    sizes = list(wanted)
    for limits in (least, [min(size, floor) for size in least]):
        while sum(sizes) > max(room, sum(limits)):
            over = [size if size > limit else 0 for size, limit in zip(sizes, limits, strict=True)]
            sizes[over.index(max(over))] -= 1
    return sizes
