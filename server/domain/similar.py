"""Which entries say nearly the same, and the words by which one can see it.

A local suggestion for a person who decides, nothing more: it compares words, not meanings. Two texts are alike as
far as each one's words, the rare ones weighing most, come back in the other: as the same stem, inside a compound
(loket, ondernemersloket) or with one letter wrong. ``docs/similar.md`` says how well that works.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping
from heapq import nlargest
from math import log

import msgspec

from server.domain.vocabulary import Vocabulary
from server.domain.wording import Word, Wording, wording

ALIKE = 0.5
"""From this score on two entries are shown as possibly the same."""

SMALLER = 0.6  # how much the text that comes back most counts: a short entry inside a long one is alike
ONE_WORD = 0.8  # one shared word is weak evidence
LIGHT = 0.1  # the weight of "de" and "and" beside a word that says something
FIRST, LOOK_UPS = 10, 5000  # how many entries are compared closely, and how many are looked at to choose them
NEIGHBOURS, HEAD_START = 15, 0.2  # the placed entries that vote for a theme; what all themes share beforehand
CONTRADICTION = 0.6  # a plan and its opposite share every word but "niet"


class Match(msgspec.Struct, frozen=True):
    """An entry that is alike: how much (0 to 1), and the words they share, the shortest as typed, in its order."""

    id: str
    score: float
    shared: tuple[str, ...]


class Suggestion(msgspec.Struct, frozen=True):
    """A theme for an entry: its share (0 to 1) of what speaks for any theme, and the words that speak for it."""

    theme: str
    share: float
    shared: tuple[str, ...]


class Similar:
    """An index of entries by their words; adding one costs the same however many there are."""

    def __init__(self) -> None:
        self._entries: dict[str, Wording] = {}
        self._having: defaultdict[str, dict[str, None]] = defaultdict(dict)  # stem → the entries with it, in order
        self._vocabulary = Vocabulary()

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: str, text: str) -> None:
        """Put an entry in, or put its new text in the place of the old."""
        self.remove(entry)
        self._entries[entry] = wording(text)
        for word in self._entries[entry].words:
            self._having[word.stem][entry] = None
            if not word.light:
                self._vocabulary.add(word.stem)

    def remove(self, entry: str) -> None:
        """Take an entry out; one that isn't in is no error."""
        old = self._entries.pop(entry, None)
        for word in old.words if old else ():
            del self._having[word.stem][entry]

    def closest(
        self, text: str, limit: int = 3, at_least: float = ALIKE, among: Container[str] | None = None
    ) -> tuple[Match, ...]:
        """The entries most like a text, best first, then by id; only those ``among`` these ids if given."""
        return self._closest(wording(text), limit, at_least, self._entries if among is None else among)

    def closest_to(self, entry: str, limit: int = 3, at_least: float = ALIKE) -> tuple[Match, ...]:
        """The other entries most like one that is in the index; none for one that isn't."""
        if entry not in self._entries:
            return ()
        matches = self._closest(self._entries[entry], limit + 1, at_least, self._entries)
        return tuple(match for match in matches if match.id != entry)[:limit]

    def likeness(self, one: str, other: str) -> float:
        """The score of two texts, each word weighing as much as it is rare among the entries."""
        query = wording(one)
        return self._match("", query, wording(other), self._sought(query)).score

    def _closest(self, query: Wording, limit: int, at_least: float, among: Container[str]) -> tuple[Match, ...]:
        sought = self._sought(query)
        candidates = self._candidates(sought, among, 2 * limit + FIRST)
        matches = (self._match(entry, query, self._entries[entry], sought) for entry in candidates)
        alike = [match for match in matches if match.score >= at_least]
        return tuple(sorted(alike, key=lambda match: (-match.score, match.id))[:limit])

    def _sought(self, query: Wording) -> "list[Sought]":
        return [(word, self._weight(word), self._kin(word)) for word in query.words]

    def _kin(self, word: Word) -> dict[str, float]:
        return {word.stem: 1.0} if word.light else self._vocabulary.kin(word.stem)

    def _weight(self, word: Word) -> float:
        """Rare words say most: the inverse document frequency, log(1 + N / (n + 1))."""
        rare = log(1 + (len(self._entries) + 1) / (len(self._having.get(word.stem, ())) + 1))
        return rare * (LIGHT if word.light else 1)

    def _candidates(self, sought: "list[Sought]", among: Container[str], most: int) -> list[str]:
        """The entries that share most with what is sought, looked up from its rarest words on."""
        total: defaultdict[str, float] = defaultdict(float)
        looked_up = 0
        for _, weight, kin in sorted(sought, key=lambda each: -each[1]):
            for stem, likeness in kin.items():
                entries = self._having.get(stem, {})
                looked_up += len(entries)
                for entry in entries:
                    total[entry] += weight * likeness
            if looked_up > LOOK_UPS:
                break
        best = nlargest(most, ((round(score, 9), entry) for entry, score in total.items() if entry in among))
        return [entry for _, entry in best]

    def _match(self, entry: str, query: Wording, found: Wording, sought: "list[Sought]") -> Match:
        """How much of each text comes back in the other."""
        best = [max((kin.get(word.stem, 0.0) for word in found.words), default=0.0) for _, _, kin in sought]
        back = [max((kin.get(word.stem, 0.0) for _, _, kin in sought), default=0.0) for word in found.words]
        one = _covered([weight for _, weight, _ in sought], best)
        other = _covered([self._weight(word) for word in found.words], back)
        shared = tuple(dict.fromkeys(_shared(sought, found)))
        score = SMALLER * max(one, other) + (1 - SMALLER) * min(one, other)
        score *= CONTRADICTION if query.negated != found.negated else 1
        score *= ONE_WORD if len(shared) < 2 else 1
        return Match(entry, round(score, 3), shared)


def suggest_theme(text: str, similar: Similar, placed: Mapping[str, str], limit: int = 3) -> tuple[Suggestion, ...]:
    """The themes a text may belong to, best first, by the themes of the entries most like it.

    ``placed`` gives the theme of each entry that has one; only those count. Large themes get a small head start,
    which is all there is to go by where no word is shared.
    """
    votes = {theme: HEAD_START * n / len(placed) for theme, n in Counter(placed.values()).items()}
    shared: dict[str, tuple[str, ...]] = {}
    for match in similar.closest(text, NEIGHBOURS, at_least=0.01, among=placed):
        theme = placed[match.id]
        votes[theme] += match.score
        shared.setdefault(theme, match.shared)
    total = sum(votes.values())
    best = sorted(votes, key=lambda theme: (-votes[theme], theme))[:limit]
    return tuple(Suggestion(theme, round(votes[theme] / total, 3), shared.get(theme, ())) for theme in best)


Sought = tuple[Word, float, dict[str, float]]  # a word of the text at hand, its weight, its kin


def _covered(weights: list[float], likeness: list[float]) -> float:
    """Which part of the weight comes back."""
    back = sum(weight * like for weight, like in zip(weights, likeness, strict=True))
    return back / (sum(weights) or 1)


def _shared(sought: list[Sought], found: Wording) -> Iterator[str]:
    """Each telling word that comes back, in the order of the found text: the shorter of the two, as typed."""
    for word in found.words:
        for other, _, kin in sought:
            if word.stem in kin and not (word.light or other.light):
                yield min(other.typed, word.typed, key=len)
