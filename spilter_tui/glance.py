"""An activity at a glance: its state in words, and how much came in. What the desk lists of it stands in `listing`."""

from collections.abc import Mapping
from typing import Any

from server.domain.entries import Entry
from server.domain.grids.base import cell_key, name_of
from server.domain.i18n import words
from server.domain.kernel import Phase
from server.domain.root import AgendaRow
from server.protocol.hall import HallView
from spilter_tui.i18n import N_, _, language, ngettext
from spilter_tui.widgets.signs import joined, signs

KINDS: Mapping[str, str] = {
    "slide": N_("Present: a text, a break"),
    "brainstorm": N_("Collect: everyone types"),
    "discuss": N_("Discuss: comments on topics"),
    "group": N_("Order: put entries into themes"),
    "vote": N_("Vote: judge what was collected"),
    "shortlist": N_("Sharpen: nominate and reword"),
    "matrix": N_("Weigh: options against criteria"),
    "validate": N_("Check: a proposal, paragraph by paragraph"),
    "pulse": N_("Poll: one question, at once"),
    "survey": N_("Survey: questions in order"),
    "rounds": N_("Rounds: tables, topics and turns"),
    "ladder": N_("Ladder: place an item on steps"),
    "factsheet": N_("Compare: facts about options"),
    "reflect": N_("Reflect: one's own notes"),
    "actions": N_("Actions: who does what, and when"),
}
"""What each kind is for. A kind that isn't here goes by the server's name for it."""
PHASES: Mapping[Phase, str] = {
    Phase.DRAFT: N_("not begun"),
    Phase.OPEN: N_("open"),
    Phase.PAUSED: N_("paused"),
    Phase.CLOSED: N_("closed"),
}
ATTRIBUTIONS: Mapping[str, str] = {"anonymous": N_("anonymous"), "team": N_("by table"), "named": N_("by name")}
PRESETS: Mapping[str, str] = {
    "together": N_("together"),
    "own": N_("own list"),
    "blind": N_("blind"),
    "page": N_("page swap"),
    "table": N_("per table"),
    "gate": N_("gate"),
    "sort_own": N_("each sorts"),
    "sort_together": N_("sorting together"),
    "voting": N_("voting"),
    "result": N_("result"),
    "reading": N_("reading"),
}
EXPLAINED: Mapping[str, str] = {
    "together": N_("everybody sees everything"),
    "own": N_("everybody sees their own, and the total"),
    "blind": N_("everybody sees only a count"),
    "page": N_("everybody sees a few of the others'"),
    "table": N_("everybody sees their own table's"),
    "gate": N_("everybody sees what you let through"),
    "sort_own": N_("everybody puts their own into themes"),
    "sort_together": N_("everybody puts what waits into themes"),
    "voting": N_("everybody sees the ballot"),
    "result": N_("everybody reads, nobody types"),
    "reading": N_("everybody reads, nobody types"),
}


def preset_words(preset: str) -> str:
    """A preset by its short name."""
    return _(PRESETS[preset]) if preset in PRESETS else preset


def preset_explained(preset: str) -> str:
    """A preset with what it means."""
    what = EXPLAINED.get(preset)
    return f"{preset_words(preset)}: {_(what)}" if what else preset_words(preset)


def phase_sign(row: AgendaRow) -> str:
    """The sign before an activity: a dot while it is open, a tick when it is over."""
    if row.phase is Phase.CLOSED:
        return signs().done
    return {Phase.OPEN: signs().live, Phase.PAUSED: signs().waits}.get(row.phase, " ")


def state_words(row: AgendaRow) -> str:
    """The state of an activity: phase, what is kept of whom, what people see, and whether it was shown."""
    parts = [_(PHASES[row.phase])]
    if row.kind != "slide":  # there nobody says anything
        parts.append(_(ATTRIBUTIONS.get(row.attribution, ATTRIBUTIONS["named"])))
    if len(row.presets) > 1:
        answers = (row.kind, row.preset) == ("survey", "voting")
        parts.append(_("answering") if answers else preset_words(row.preset))
    if row.revealed:
        parts.append(_("shown to the room"))
    return f" {signs().bullet} ".join(parts)


def is_ballot(view: Any) -> bool:
    """Whether people judge here, one ballot each."""
    return hasattr(view, "rules")


def judged_in(view: Any) -> dict[str, str]:
    """What a ballot gives values to, by the key on the ballot: items, or each option by each criterion."""
    if not hasattr(view, "criteria"):
        return {item.id: item.text for item in getattr(view, "paragraphs", ()) or view.items}
    speak = words(language())
    return {
        cell_key(option.id, criterion.id): f"{option.text} {signs().bullet} {name_of(criterion, speak)}"
        for option in view.options
        for criterion in view.criteria
    }


def count_of(view: Any) -> int:
    """How much came in."""
    return int(getattr(view, "total", 0))


def count_words(view: Any, hall: HallView) -> str:
    """How much came in, in words: entries, ballots out of the persons here, or what still waits for a place."""
    total = count_of(view)
    if view is None or not hasattr(view, "total"):
        return ""
    if is_ballot(view):
        words = _("{n} of {persons} voted").format(n=total, persons=max(hall.persons, total))
        by_hand, devices = getattr(view, "by_hand", 0), getattr(view, "devices", 0)
        parts = [_("+ {n} by hand").format(n=by_hand) if by_hand else "", on_laptops(total, devices)]
        return " ".join([words, *filter(None, parts)])
    if hasattr(view, "survey"):
        return _answered(view)
    if hasattr(view, "left"):
        return _("{left} of {n} still to order").format(left=view.left, n=total)
    if hasattr(view, "features"):
        return ngettext("{n} fact", "{n} facts", total).format(n=total)
    if hasattr(view, "proposals"):
        return ngettext("{n} action", "{n} actions", total).format(n=total)
    if hasattr(view, "quota"):
        return ngettext("{n} nominated", "{n} nominated", total).format(n=total)
    words = ngettext("{n} entry", "{n} entries", total).format(n=total)
    held = getattr(view, "held", 0)
    return joined([words, _("{n} at the gate").format(n=held) if held else ""])


def _answered(view: Any) -> str:
    """How many answered a survey, how many of them in a file, and how many won't be there."""
    parts = [ngettext("{n} person answered.", "{n} people answered.", view.total).format(n=view.total).rstrip(".")]
    parts.append(_("{n} from files").format(n=view.read) if view.read else "")
    parts.append(_("{n} absent").format(n=view.absent) if view.absent else "")
    return joined(parts)


def on_laptops(persons: int, devices: int) -> str:
    """On how many laptops so many persons voted; nothing to say where each had one of their own."""
    if not devices or devices == persons:
        return ""
    return ngettext("on {n} laptop", "on {n} laptops", devices).format(n=devices)


def entry_in(view: Any, key: str) -> Entry | None:
    """The entry of that id, where the view holds entries that the staff may star and hide."""
    for name in ("rows", "proposals"):
        for row in getattr(view, name, ()):
            if row.id == key and isinstance(row, Entry):
                return row
    return None
