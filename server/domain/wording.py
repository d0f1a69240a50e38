"""The words of a text as they are compared: Dutch and English, without accents, endings, and spelling of numbers."""

import re
from functools import lru_cache
from itertools import repeat

import msgspec
from snowballstemmer import stemmer

from server.domain.text import display, fold

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)*")
_DUTCH, _ENGLISH = stemmer("dutch"), stemmer("english")

_NUMERALS = {
    word: str(number)
    for words in (
        "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf",
        "zero one two three four five six seven eight nine ten eleven twelve",
    )
    for number, word in enumerate(words.split())
}
_NEGATIONS = frozenset("niet geen not no cannot".split())
_DUTCH_LIGHT = frozenset(
    "de het een dit dat die deze der des er en of maar want dus als dan om te tot ten ter in op aan bij met van "
    "voor door over naar uit onder per na tegen binnen tussen tijdens is zijn was waren ben bent wordt worden werd "
    "heb hebt heeft hebben had ik jij je jou jouw hij zij ze wij we ons onze u uw jullie hun hen mij me mijn zich "
    "zelf elk elke ieder iedere wat wie waar hoe wel ook nog al alle meer meest veel zo zou zal zullen kan kun "
    "kunnen mag moet moeten gaan doen s t".split()
)
_ENGLISH_LIGHT = frozenset(
    "a an the this that these those and or but if then to of in on at by with from for as is are was were be been "
    "being has have had do does did i you he she it we they me him her us them my your his its our their what who "
    "where how when which more most much many all any some so too also just can could will would shall should may "
    "might must there into out up about each every one".split()
)


class Word(msgspec.Struct, frozen=True):
    """A word as typed and what it is compared by; ``light`` words say little about what a text is about."""

    typed: str
    stem: str
    light: bool


class Wording(msgspec.Struct, frozen=True):
    """The different words of a text in its order, and whether it says no (niet, geen, don't)."""

    words: tuple[Word, ...]
    negated: bool


def wording(text: str) -> Wording:
    """Take a text apart; each stem comes once, as first typed.

    A text is English where it has more of the small English words than of the Dutch, else Dutch: nobody says in
    which language an entry is, and a wrong guess costs a few endings.
    """
    typed = _WORD.findall(display(text))
    folded = [fold(word) for word in typed]
    english = sum(word in _ENGLISH_LIGHT for word in folded) > sum(word in _DUTCH_LIGHT for word in folded)
    words = {word.stem: word for word in map(_word, reversed(typed), reversed(folded), repeat(english))}
    negated = any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in folded)
    return Wording(tuple(reversed(words.values())), negated)


def _word(typed: str, folded: str, english: bool) -> Word:
    return Word(typed, _stem(_NUMERALS.get(folded, folded), english), folded in _DUTCH_LIGHT | _ENGLISH_LIGHT)


@lru_cache(maxsize=1 << 15)
def _stem(word: str, english: bool) -> str:
    return str((_ENGLISH if english else _DUTCH).stemWord(word))
