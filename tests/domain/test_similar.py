"""Near-duplicates and themes: the hall's own examples, and what must hold for any texts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.similar import Similar, suggest_theme
from server.domain.wording import wording
from tests.bench.similar import by_chance, crowd, found, hinted, index, of_one_seed, spearman, themes, typos
from tests.support import shared

LOKET = "Eén ondernemersloket met één telefoonnummer en een vaste accountmanager zzp"
TEXTS = st.lists(st.text(max_size=12) | st.sampled_from([LOKET, "1 loket", "geen loket", "vrij parkeren"]), max_size=8)


@pytest.fixture(scope="module")
def solutions() -> list[str]:
    almere = json.loads(shared("cases/fixtures.json").read_text(encoding="utf-8"))["almere"]
    return [*almere["oplossingen"], *almere["bijna_dubbel"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 loket voor alle ondernemers!", ("loket", "ondernemers")),
        ("Een ondernemersloket met 1 nummer", ("ondernemersloket", "nummer")),
    ],
)
def test_the_counter_idea_is_suggested(solutions: list[str], text: str, words: tuple[str, ...]) -> None:
    assert {text, LOKET} <= set(solutions)
    match = index(solutions[:12]).closest(text)[0]
    assert (match.id, match.shared) == ("0", words)
    among_all = index(solutions).closest_to(str(solutions.index(text)))
    assert "0" in {match.id for match in among_all}


def test_solutions_that_differ_are_not_suggested(solutions: list[str]) -> None:
    similar = index(solutions[:12])
    assert [similar.closest_to(str(place)) for place in range(12)] == [()] * 12


def test_the_shared_words_are_as_typed() -> None:
    similar = Similar()
    similar.add("s", "Schrap de omzeteis van drie jaar bij opdrachten onder € 25.000")
    match = similar.closest("Inkoop vraagt drie jaar omzet, dat haal ik nooit", at_least=0)[0]
    assert match.shared == ("omzet", "drie", "jaar")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Eén loket", "1 LOKET!"),
        ("drie coördinatoren", "3 coordinatoren"),
        ("three new trees", "3 new tree"),
        ("het telefoonnummer", "telefonnummer"),
        ("een ondernemersloket", "loket ondernemers"),
    ],
)
def test_alike(one: str, other: str) -> None:
    similar = index([one, "vrij parkeren", "meer groen"])
    assert [match.id for match in similar.closest(other)] == ["0"]


def test_a_plan_and_its_opposite_are_told_apart() -> None:
    similar = index(["wel betaald parkeren in het centrum", "geen betaald parkeren in het centrum"])
    yes, no = similar.closest("betaald parkeren in het centrum", at_least=0)
    assert (yes.id, no.id) == ("0", "1")
    assert no.score < 0.75 * yes.score
    assert wording("Don't drive").negated
    assert not wording("Drive less").negated


@given(TEXTS)
def test_the_index_is_what_is_in_it(texts: list[str]) -> None:
    direct, detour = index(texts), index([*texts, "meer bankjes in het park"])
    detour.remove(str(len(texts)))
    detour.remove("never there")
    for place, text in enumerate(texts):
        detour.add(str(place), "something else for a while")
        detour.add(str(place), text)
    assert len(direct) == len(detour) == len(texts)
    for place, text in enumerate(texts):
        assert detour.closest(text, 9, 0) == direct.closest(text, 9, 0)
        own = direct.closest_to(str(place), 9, 0)
        assert str(place) not in {match.id for match in own}
        assert all(0 <= match.score <= 1 for match in own)
        assert list(own) == sorted(own, key=lambda match: (-match.score, match.id))


@given(TEXTS, st.sampled_from([LOKET, "loket", ""]))
def test_a_text_is_like_itself(texts: list[str], text: str) -> None:
    similar = index(texts)
    similar.add("itself", text)
    matches = similar.closest(text, len(texts) + 1)
    if wording(text).words:
        assert "itself" in {match.id for match in matches if match.score >= 0.8}
    assert similar.closest_to("nobody") == ()


def test_the_order_does_not_depend_on_the_process(solutions: list[str]) -> None:
    code = (
        "import json, sys; from tests.bench.similar import index; texts = json.loads(sys.stdin.read());"
        "s = index(texts); print([s.closest_to(str(n), 9, 0) for n in range(len(texts))])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(solutions),
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).resolve().parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in "123"
    }
    assert len(outputs) == 1


def test_what_the_docs_claim_holds() -> None:
    ideas = shared("data/texts/nl_burgerbegroting_ideas.tsv").read_text(encoding="utf-8").splitlines()[1:121]
    titles = list(dict.fromkeys(line.split("\t")[5] for line in ideas))
    _, again, right = found(titles, typos)
    assert again > 0.85
    assert right > 0.75
    assert spearman() > 0.26
    first, three, largest, largest_three = themes(seeds=2)
    assert first > largest + 0.1
    assert three >= largest_three
    often, shown = hinted(seeds=2)
    assert often > 0.85
    assert shown > largest > by_chance(seeds=2)


def test_twelve_hundred_ideas_of_150_seeds_are_found_together() -> None:
    shared("data/texts/nl_burgerbegroting_ideas.tsv")
    ideas = crowd()
    assert (len(ideas), len({seed for seed, _ in ideas})) == (1200, 150)
    exact, helped, whole = of_one_seed(ideas)
    assert exact > 0.98
    assert helped > 0.95
    assert whole > 0.9


def test_a_theme_is_suggested_by_what_was_placed() -> None:
    similar = index(
        ["speeltuin voor kinderen", "kinderen leren zwemmen", "bomen in de straat", "nieuw idee over bomen"]
    )
    placed = {"0": "jeugd", "1": "jeugd", "2": "groen"}
    best, other = suggest_theme("meer bomen", similar, placed)
    assert (best.theme, best.shared) == ("groen", ("bomen",))
    assert best.share + other.share == pytest.approx(1, abs=0.002)
    assert suggest_theme("meer bomen", similar, placed, limit=1) == (best,)
    assert suggest_theme("meer bomen", similar, {}) == ()
    assert suggest_theme("iets anders", similar, placed)[0].theme == "jeugd"
