"""What an agenda may set for a kind, as fields of the activity's form, in the order in which they are asked.

Criteria, facts and a survey's questions have keys of their own; here is what fits in a field. What goes in and comes
out of a field stands in `shapes`, the form in `cardform`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from spilter_tui.i18n import N_
from spilter_tui.screens.desk.shapes import Shape

Options = tuple[tuple[Any, str], ...]
YES_NO: Options = ((True, N_("yes")), (False, N_("no")))


class Setting(NamedTuple):
    """A setting by its name in the agenda, with its label.

    `once`: it can't be changed any more once people began. `options`: of a choice the values with their words, the
    usual one first where an agenda may leave it open. `of`: of an activity before this one its kind, empty for any.
    `lead`: what it is all about; it stands right beneath the question.
    """

    name: str
    shape: Shape
    label: str
    once: bool = False
    options: Options = ()
    of: str = ""
    lead: bool = False


class Way(NamedTuple):
    """One way to judge: in words, what belongs to it, and what stands there at first where that isn't the default."""

    words: str
    settings: tuple[Setting, ...] = ()
    start: Mapping[str, Any] = {}


def yes(name: str, label: str, *, once: bool = False) -> Setting:
    """A setting that is on or off."""
    return Setting(name, "one", label, once, YES_NO)


SECRET = yes("secret", N_("secret, for you too"), once=True)
TEAMS = Setting("teams", "lines", N_("teams to belong to, one a line"), once=True)
LOW = Setting("low", "number", N_("lowest value"), once=True)
HIGH = Setting("high", "number", N_("highest value"), once=True)
LABELS = Setting("labels", "places", N_("what the steps are called, one a line: all, or both ends"))
ABSTAIN = yes("abstain", N_("may leave an item open"))
UNIT = Setting("unit", "line", N_("what is counted: euros, days…"))
SIMPLE: Options = (
    ("simple", N_("more yes than no")),
    ("absolute", N_("more than half of all who may vote")),
    ("two-thirds", N_("two thirds")),
    ("three-quarters", N_("three quarters")),
    ("unanimous", N_("nobody against")),
)
ORDERS: Options = (
    ("borda", N_("Borda: points by place")),
    ("schulze", "Schulze"),
    ("ranked-pairs", N_("ranked pairs")),
    ("condorcet", "Condorcet"),
    ("runoff", N_("instant runoff")),
    ("plurality", N_("first places only")),
)
FUNDING: Options = (
    ("greedy", N_("most points, passing over")),
    ("greedy-no-skip", N_("most points, until one doesn't fit")),
    ("equal-shares", N_("equal shares")),
    ("equal-shares-add1", N_("equal shares, budget growing")),
)

WAYS: Mapping[str, Mapping[str, Way]] = {
    "vote": {
        "scale": Way(
            N_("scale: a value for each item"),
            (LOW, HIGH, LABELS, ABSTAIN, Setting("sample", "number", N_("items each judges; 0: all"), once=True)),
        ),
        "dots": Way(
            N_("dots: to divide over the items"),
            (
                Setting("dots", "number", N_("dots each; 0: what suits"), once=True),
                Setting("cap", "number", N_("on one item; 0: no limit"), once=True),
            ),
        ),
        "top": Way(N_("top: the few that come first"), (Setting("top", "number", N_("how many to name"), once=True),)),
        "choice": Way(
            N_("choice: one or more of them"),
            (
                Setting("least", "number", N_("at least how many"), once=True),
                Setting("most", "number", N_("at most; 0: no limit"), once=True),
            ),
        ),
        "rank": Way(N_("order: from first to last"), (Setting("rule", "one", N_("how it is counted"), True, ORDERS),)),
        "decide": Way(
            N_("decide: yes, no or abstain"),
            (
                Setting("quorum", "number", N_("must take part; 0: no quorum"), once=True),
                Setting("eligible", "number", N_("may vote; 0: who did")),
                Setting("rule", "one", N_("what carries it"), True, SIMPLE),
            ),
        ),
        "opinion": Way(N_("opinion: agree, disagree, pass")),
        "estimate": Way(N_("estimate: a number for each item"), (LOW, HIGH, UNIT, ABSTAIN), {"low": 0, "high": 100}),
        "budget": Way(
            N_("budget: points or money to divide"),
            (
                Setting("points", "number", N_("to divide by each"), once=True),
                UNIT,
                Setting("minimum", "number", N_("at least, if any; 0: none"), once=True),
                Setting("maximum", "number", N_("on one item; 0: no limit"), once=True),
                Setting("costs", "amounts", N_("what each costs, one a line: bicycle path = 20000")),
                Setting("budget", "number", N_("to spend; 0: no funding")),
                Setting("rule", "one", N_("what is funded"), True, FUNDING),
            ),
        ),
        "pairwise": Way(
            N_("pairs: which of two, again and again"),
            (Setting("pairs", "number", N_("pairs each; 0: what suits"), once=True),),
        ),
    },
    "pulse": {
        "scale": Way(N_("scale: from low to high"), (LOW, HIGH, LABELS)),
        "decide": Way(N_("yes, no, no opinion")),
        "choice": Way(
            N_("choice: out of answers"),
            (
                Setting("options", "lines", N_("the answers, one a line"), once=True, lead=True),
                Setting("most", "number", N_("at most; 0: no limit"), once=True),
            ),
        ),
    },
}
"""The kinds that can judge in several ways, by the name of the way in the agenda (its setting `method`)."""

SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    "slide": (Setting("text", "text", N_("what the slide says; a blank line between paragraphs"), lead=True),),
    "brainstorm": (
        Setting("prompts", "lines", N_("questions that help people on, one a line")),
        Setting("fields", "lines", N_("what an entry consists of, one a line: cause, effect…"), once=True),
        Setting(
            "start", "one", N_("what comes in becomes"), True,
            (("entries", N_("entries among the others")), ("topics", N_("topics to write about"))),
        ),
    ),
    "discuss": (
        Setting("prompts", "lines", N_("questions that help people on, one a line")),
        Setting("sides", "lines", N_("what a comment may be, one a line: for, against…"), once=True),
    ),
    "group": (yes("several", N_("in several themes")),),
    "vote": (
        Setting("criterion", "line", N_("what to judge by")),
        Setting(
            "shuffle", "one", N_("each an own order"), False,
            ((None, N_("above ten items")), *YES_NO),
        ),
        SECRET,
        TEAMS,
    ),
    "pulse": (yes("instant", N_("shown to all as it closes")), SECRET, TEAMS),
    "matrix": (
        Setting("criteria_from", "activity", N_("criteria also from"), once=True),
        Setting(
            "weigh", "one", N_("who weighs the criteria"), True,
            (("desk", N_("you, with m")), ("each", N_("everyone, 100 points")), ("teams", N_("teams, 100 points"))),
        ),
        yes("risk", N_("risk: likelihood × impact"), once=True),
        Setting(
            "rule", "one", N_("the score of a risk"), True,
            (("product", N_("product")), ("nist", N_("table of NIST")), ("owasp", N_("table of OWASP"))),
        ),
        Setting("facts", "activity", N_("facts beside it"), of="factsheet"),
        yes("abstain", N_("may leave a cell open")),
        SECRET,
        LOW,
        HIGH,
        LABELS,
        TEAMS,
        Setting("persons", "numbers", N_("for how many team 1, 2, 3… counts"), once=True),
    ),
    "factsheet": (Setting("features", "lines", N_("what to compare on, one a line")),),
    "actions": (yes("room", N_("the room may propose actions")),),
    "rounds": (
        Setting("rounds", "number", N_("how many rounds")),
        Setting("minutes", "number", N_("minutes a round")),
        Setting("moving", "number", N_("of these, to change tables")),
        Setting("deepening", "places", N_("a question for each round, one a line")),
        Setting("insights", "number", N_("lines a table may pick")),
        yes("hosts", N_("each table has a host"), once=True),
        Setting("tables", "numbers", N_("topic of table 1, 2, 3…, by its number"), once=True),
    ),
    "shortlist": (Setting("quota", "number", N_("by each table; 0: no limit")),),
    "survey": (
        Setting("intro", "text", N_("what stands above the first page")),
        Setting("invited", "number", N_("how many invited")),
        Setting("note", "text", N_("what the results must not be taken for")),
        Setting("ranking", "line", N_("the question that ranks: its id")),
        Setting("source", "line", N_("where open answers come from")),
        Setting("absent", "line", N_("and those of who is not there")),
    ),
    "validate": (
        Setting("text", "text", N_("the proposal; a blank line between paragraphs"), once=True, lead=True),
        SECRET,
        TEAMS,
    ),
}  # fmt: skip


def asked(kind: str, method: str = "") -> tuple[Setting, ...]:
    """The settings of a kind that judges in this way: first the way's own."""
    return (*WAYS.get(kind, {}).get(method, Way("")).settings, *SETTINGS.get(kind, ()))
