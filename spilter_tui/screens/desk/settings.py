"""What an agenda may set for a kind, as fields of the activity's form: what stands in them, and the card they make.

Criteria, facts and questions have keys of their own; here is what fits in a field.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from server.domain.kernel import Card, Phase
from server.domain.kinds import load
from spilter_tui.i18n import N_, _
from spilter_tui.screens.desk.facts import is_yes
from spilter_tui.screens.desk.form import Blank

Shape = Literal["number", "numbers", "yes", "line", "text", "lines"]
PREFIX = "settings."


class Setting(NamedTuple):
    """A setting by its name in the agenda, with its label; `once`: it can't be changed any more once people began."""

    name: str
    shape: Shape
    label: str
    once: bool = False


SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    "slide": (Setting("text", "text", N_("what the slide says; a blank line between paragraphs")),),
    "rounds": (
        Setting("rounds", "number", N_("how many rounds")),
        Setting("minutes", "number", N_("minutes a round")),
        Setting("moving", "number", N_("of these, minutes to change tables")),
        Setting("deepening", "lines", N_("a question for each round, one a line")),
        Setting("insights", "number", N_("how many lines a table may pick")),
        Setting("hosts", "yes", N_("each table has a host who stays: yes or no"), once=True),
        Setting("tables", "numbers", N_("topic of table 1, 2, 3…, by its number"), once=True),
    ),
    "shortlist": (Setting("quota", "number", N_("how many a table may nominate; 0: no limit")),),
    "survey": (
        Setting("intro", "text", N_("what stands above the first page")),
        Setting("invited", "number", N_("how many were invited")),
        Setting("note", "text", N_("what the results must not be taken for")),
        Setting("ranking", "line", N_("the question that ranks: its id")),
        Setting("source", "line", N_("where open answers come from")),
        Setting("absent", "line", N_("and those of who is not there")),
    ),
    "validate": (
        Setting("text", "text", N_("the proposal; a blank line between paragraphs"), once=True),
        Setting("secret", "yes", N_("nothing is seen before it is shown: yes or no"), once=True),
        Setting("teams", "lines", N_("teams to belong to, one a line"), once=True),
    ),
}
SHOWN: Mapping[Shape, Callable[[Any], str]] = {
    "number": str,
    "numbers": lambda value: ", ".join(map(str, value)),
    "yes": lambda value: _("yes") if value else _("no"),
    "line": str,
    "text": str,
    "lines": "\n".join,
}
TYPED: Mapping[Shape, Callable[[str], Any]] = {
    "number": lambda text: int(text) if re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII) else text,
    "numbers": lambda text: [int(each) for each in re.findall(r"\d{1,9}", text, re.ASCII)],
    "yes": is_yes,
    "line": str.strip,
    "text": str.strip,
    "lines": lambda text: [line.strip() for line in text.strip().splitlines()],
}


def blanks(card: Card, phase: Phase = Phase.DRAFT) -> Iterator[Blank]:
    """A field for each setting that can be changed in this phase, as it is now."""
    now = msgspec.convert(card.settings, load()[card.kind].settings_type)
    for each in SETTINGS.get(card.kind, ()):
        if phase is Phase.DRAFT or not each.once:
            many = each.shape in ("text", "lines")
            yield Blank(PREFIX + each.name, _(each.label), SHOWN[each.shape](getattr(now, each.name)), many=many)


def changed(card: Card, filled: Mapping[str, str]) -> dict[str, Any]:
    """The settings with what was typed over what stood there; not checked yet."""
    stood = {blank.name: blank.value for blank in blanks(card)}
    typed = {
        each.name: TYPED[each.shape](filled[PREFIX + each.name])
        for each in SETTINGS.get(card.kind, ())
        if filled.get(PREFIX + each.name, stood[PREFIX + each.name]) != stood[PREFIX + each.name]
    }
    return {**card.settings, **typed}


def fault(kind: str, settings: dict[str, Any]) -> str:
    """The label of the setting that can't be as it was typed; empty where all can."""
    try:
        msgspec.convert(settings, load()[kind].settings_type)
    except msgspec.ValidationError as error:
        found = re.search(r"at `\$\.(\w+)", str(error))
        return next(_(each.label) for each in SETTINGS[kind] if found and each.name == found[1])
    return ""
