"""The stems of a hall's entries, and which of them are kin: part of one another, or one letter apart."""

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

COMPOUND, TYPO = 0.8, 0.9  # how much of a match it is when a word is part of the other, or one letter differs
PART, REST, TYPED = 4, 3, 5  # the shortest part of a compound, what it leaves, the shortest word to forgive a letter


class Vocabulary:
    """The stems seen so far, and which of them are kin: parts of one another, or one letter apart."""

    def __init__(self) -> None:
        self._stems: set[str] = set()
        self._wholes: defaultdict[str, dict[str, None]] = defaultdict(
            dict
        )  # a beginning or end → the stems that have it
        self._near: defaultdict[str, dict[str, None]] = defaultdict(dict)  # a stem less a letter → the stems it may be

    def add(self, stem: str) -> None:
        """Know a stem; knowing it twice changes nothing."""
        if stem in self._stems:
            return
        self._stems.add(stem)
        for part in _parts(stem):
            self._wholes[part][stem] = None
        for shorter in _shorter(stem):
            self._near[shorter][stem] = None

    def kin(self, stem: str) -> dict[str, float]:
        """The known stems that count as this one, each with how much of a match it is (0 to 1)."""
        kin = dict.fromkeys(self._wholes.get(stem, ()), COMPOUND)
        kin |= dict.fromkeys((part for part in _parts(stem) if part in self._stems), COMPOUND)
        kin |= dict.fromkeys(self._one_letter_off(stem), TYPO)
        return kin | {stem: 1.0}

    def _one_letter_off(self, stem: str) -> Iterator[str]:
        candidates = dict.fromkeys(near for shorter in _shorter(stem) for near in self._near.get(shorter, ()))
        return (near for near in candidates if DamerauLevenshtein.distance(stem, near, score_cutoff=1) == 1)


def _parts(stem: str) -> Iterator[str]:
    """The beginnings and ends of a long stem that may be words of a compound."""
    for cut in range(PART, len(stem) - REST + 1):
        yield stem[:cut]
        yield stem[len(stem) - cut :]


def _shorter(stem: str) -> Iterator[str]:
    """The stem itself and less any one letter: two stems one letter apart have one of these in common."""
    if len(stem) >= TYPED:
        yield stem
        yield from (stem[:at] + stem[at + 1 :] for at in range(len(stem)))
