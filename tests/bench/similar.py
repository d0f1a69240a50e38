"""How well near-duplicates and themes are suggested, on real ideas: ``python -m tests.bench.similar``.

Prints the figures of ``docs/similar.md``. Nothing is drawn at random twice: the seed is fixed.
"""

import csv
import random
import re
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import correlation, fmean, median, quantiles

from server.domain.similar import ALIKE, Similar, suggest_theme
from server.domain.text import fold

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SYNONYMS = dict(
    pair.split("=")
    for pair in (
        "bomen=groen speeltuin=speelplek park=plantsoen ouderen=senioren jongeren=jeugd buurt=wijk feest=festival "
        "kinderen=kids plek=locatie straat=laan tuin=hof bankjes=zitplekken fiets=rijwiel muziek=concert "
        "workshop=cursus samen=gezamenlijk kunst=cultuur groene=duurzame sport=beweging buurthuis=wijkcentrum"
    ).split()
)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of the shared data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def index(texts: Sequence[str]) -> Similar:
    """An index of texts by their place."""
    similar = Similar()
    for place, text in enumerate(texts):
        similar.add(str(place), text)
    return similar


def spearman() -> float:
    """Rank correlation of the score with what people said of pairs of ideas."""
    similar = index([row["text"] for row in rows("brainstorm/C1_environment_ideas.tsv")])
    pairs = rows("brainstorm/C1_environment_similarity_pairs.tsv")
    scores = [similar.likeness(pair["text_a"], pair["text_b"]) for pair in pairs]
    human = [float(pair["mean_human_similarity"]) for pair in pairs]
    return correlation(ranks(scores), ranks(human))


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value; equal values share the mean of their ranks."""
    ordered = sorted(values)
    return [(bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 for value in values]


def plain(text: str, _: random.Random) -> str:
    """Capitals, no accents, no punctuation."""
    return re.sub(r"[^\w\s]", "", fold(text)).upper()


def typos(text: str, chance: random.Random) -> str:
    """A letter doubled, lost or swapped in two of the longer words."""
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) > 4]
    for at in chance.sample(long, min(2, len(long))):
        word, cut = words[at], chance.randrange(1, len(words[at]) - 2)
        swapped = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
        words[at] = chance.choice([swapped, word[:cut] + word[cut + 1 :], word[:cut] + word[cut] + word[cut:]])
    return " ".join(words)


def shuffled(text: str, chance: random.Random) -> str:
    """The same words in another order."""
    words = text.split()
    return " ".join(chance.sample(words, len(words)))


def shorter(text: str, chance: random.Random) -> str:
    """A third of the words left out."""
    words = text.split()
    kept = sorted(chance.sample(range(len(words)), len(words) - len(words) // 3))
    return " ".join(words[at] for at in kept)


def wrapped(text: str, _: random.Random) -> str:
    """The idea inside a polite sentence."""
    return f"Ik zou het heel mooi vinden als er iets kwam als {text}, dat lijkt me goed voor iedereen"


def synonyms(text: str, _: random.Random) -> str:
    """Common words replaced by others that mean the same."""
    return " ".join(SYNONYMS.get(word.casefold(), word) for word in text.split())


VARIANTS: tuple[Callable[[str, random.Random], str], ...] = (plain, typos, shuffled, shorter, wrapped, synonyms)


def found(texts: Sequence[str], variant: Callable[[str, random.Random], str]) -> tuple[int, float, float]:
    """How many variants were made, the part found again, and the part of all that was suggested that is right."""
    similar, chance = index(texts), random.Random(2026)
    right = suggested = made = 0
    for place, text in enumerate(texts):
        other = variant(text, chance)
        if other == text:
            continue
        made += 1
        matches = similar.closest(other)
        suggested += len(matches)
        right += str(place) in {match.id for match in matches}
    return made, right / made, right / max(1, suggested)


def themes(seeds: int = 10) -> tuple[float, float, float, float]:
    """Right at once and among three, suggested and for the largest themes: two in five placed, the rest asked."""
    ideas = [row for row in rows("texts/nl_burgerbegroting_ideas.tsv") if row["theme"]]
    outcomes = [_placed_first(random.Random(seed).sample(ideas, len(ideas))) for seed in range(seeds)]
    first, three, largest, largest_three = (fmean(column) for column in zip(*outcomes, strict=True))
    return first, three, largest, largest_three


def _placed_first(ideas: list[dict[str, str]]) -> tuple[float, float, float, float]:
    cut = len(ideas) * 2 // 5
    similar = index([idea["title"] for idea in ideas[:cut]])
    placed = {str(place): idea["theme"] for place, idea in enumerate(ideas[:cut])}
    largest = [theme for theme, _ in Counter(placed.values()).most_common(3)]
    asked = [(idea["theme"], suggest_theme(idea["title"], similar, placed)) for idea in ideas[cut:]]
    return (
        fmean(theme == best[0].theme for theme, best in asked),
        fmean(theme in {suggestion.theme for suggestion in best} for theme, best in asked),
        fmean(theme == largest[0] for theme, _ in asked),
        fmean(theme in largest for theme, _ in asked),
    )


def hinted(seeds: int = 10) -> tuple[float, float]:
    """What the sorter shows, a theme only where words are shared: how often it does, and how often it is right then."""
    ideas = [row for row in rows("texts/nl_burgerbegroting_ideas.tsv") if row["theme"]]
    shown = right = asked = 0
    for seed in range(seeds):
        order = random.Random(seed).sample(ideas, len(ideas))
        cut = len(order) * 2 // 5
        similar = index([idea["title"] for idea in order])
        placed = {str(place): idea["theme"] for place, idea in enumerate(order[:cut])}
        best = [(idea["theme"], suggest_theme(idea["title"], similar, placed, limit=1)[0]) for idea in order[cut:]]
        asked += len(best)
        shown += sum(bool(each.shared) for _, each in best)
        right += sum(bool(each.shared) and each.theme == theme for theme, each in best)
    return shown / asked, right / shown


def by_chance(seeds: int = 10) -> float:
    """How often a theme drawn from those of what was placed is right: the sum of the squares of their shares."""
    themes_of = [row["theme"] for row in rows("texts/nl_burgerbegroting_ideas.tsv") if row["theme"]]
    right = 0.0
    for seed in range(seeds):
        order = random.Random(seed).sample(themes_of, len(themes_of))
        cut = len(order) * 2 // 5
        placed, asked = Counter(order[:cut]), Counter(order[cut:])
        right += sum(placed[theme] / cut * number / asked.total() for theme, number in asked.items())
    return right / seeds


IDEAS, SEEDS = 1200, 150


def crowd() -> list[tuple[int, str]]:
    """1,200 ideas made from 150 seeds, in any order, each with the number of its seed."""
    titles = list(dict.fromkeys(row["title"] for row in rows("texts/nl_burgerbegroting_ideas.tsv")))
    chance = random.Random(500)
    seeds = chance.sample([title for title in titles if len(title.split()) > 2], SEEDS)
    made: list[tuple[int, str]] = []
    for number in range(IDEAS):
        seed = number % SEEDS
        text = seeds[seed]
        for variant in chance.sample(MIXED, 1 + number % 2) if number >= SEEDS else ():
            text = variant(text, chance)
        made.append((seed, text))
    return chance.sample(made, len(made))


MIXED = (plain, typos, shuffled, synonyms)


def of_one_seed(ideas: Sequence[tuple[int, str]]) -> tuple[float, float, float]:
    """Of what is suggested (three an idea at most): the part that is right; the part of ideas with a right one; and
    the part of all pairs of one seed that comes out when everything suggested is followed."""
    similar = index([text for _, text in ideas])
    pairs = {
        (min(at, int(match.id)), max(at, int(match.id)))
        for at in range(len(ideas))
        for match in similar.closest_to(str(at))
    }
    good = {(one, other) for one, other in pairs if ideas[one][0] == ideas[other][0]}
    helped = {at for pair in good for at in pair}
    return len(good) / len(pairs), len(helped) / len(ideas), together(ideas, good)


def together(ideas: Sequence[tuple[int, str]], good: set[tuple[int, int]]) -> float:
    """The part of the pairs of one seed that hang together by right suggestions, directly or by others."""
    head = list(range(len(ideas)))

    def top(at: int) -> int:
        while head[at] != at:
            at = head[at]
        return at

    for one, other in sorted(good):
        head[top(other)] = top(one)
    joined = Counter((seed, top(at)) for at, (seed, _) in enumerate(ideas))
    whole = Counter(seed for seed, _ in ideas)
    return sum(n * (n - 1) for n in joined.values()) / sum(n * (n - 1) for n in whole.values())


def speed(texts: Sequence[str], size: int) -> tuple[float, float, float]:
    """Milliseconds of processor time to add one of the last hundred, to find the closest: median, 99 %."""
    chance, similar = random.Random(2026), Similar()
    words = [word for text in texts for word in text.split()]
    entries = [" ".join(chance.choices(words, k=10)) for _ in range(size)]
    adding = [_milliseconds(partial(similar.add, str(n), entry)) for n, entry in enumerate(entries)]
    finding = [_milliseconds(partial(similar.closest, entry)) for entry in entries[:200]]
    return median(adding[-100:]), median(finding), quantiles(finding, n=100)[-1]


def _milliseconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print every figure."""
    print(f"Spearman with people's judgement of pairs: {spearman():.3f}")
    titles = list(dict.fromkeys(row["title"] for row in rows("texts/nl_burgerbegroting_ideas.tsv")))
    alone = index(titles)
    alike = sum(bool(alone.closest_to(str(place))) for place in range(len(titles)))
    print(f"{len(titles)} Dutch ideas; {alike} have another at {ALIKE} or more")
    for variant in VARIANTS:
        made, recall, precision = found(titles, variant)
        print(f"  {variant.__name__:9} n {made:4}  found again {recall:.2f}  right of all suggested {precision:.2f}")
    first, three, largest, largest_three = themes()
    print(f"theme of the next idea, two in five placed: right {first:.2f}, among three {three:.2f}")
    print(f"  always the largest theme: {largest:.2f}, the three largest: {largest_three:.2f}")
    print(f"  a theme drawn by chance from what was placed: {by_chance():.2f}")
    often, right = hinted()
    print(f"  shown by the sorter (words are shared): for {often:.2f} of the ideas, right {right:.2f}")
    exact, helped, whole = of_one_seed(crowd())
    print(
        f"{IDEAS} ideas of {SEEDS} seeds: precision {exact:.2f}; a right one for {helped:.2f}; pairs found {whole:.2f}"
    )
    for size in (100, 2000, 20000):
        add, find, slow = speed(titles, size)
        print(f"  {size:6} entries: add {add:.2f} ms, closest {find:.1f} ms (99 %: {slow:.1f} ms)")


if __name__ == "__main__":
    main()
