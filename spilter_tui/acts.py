"""The log book in words: what each act of the staff was. An act that only one kind knows is work in the activity."""

from collections.abc import Mapping

from server.domain.root import Act
from spilter_tui.glance import preset_words
from spilter_tui.i18n import N_, _

ACTS: Mapping[str, str] = {
    "described": N_("described the workshop"),
    "activity.added": N_("added an activity"),
    "activity.moved": N_("moved an activity"),
    "activity.removed": N_("took an activity off the agenda"),
    "went": N_("pointed the room at an activity"),
    "tables.set": N_("set the tables"),
    "timer.set": N_("set the timer"),
    "wall.shows": N_("sent something to the wall"),
    "guests.given": N_("read the list of guests"),
    "guests.seated": N_("gave guests a table"),
    "guests.forgotten": N_("had the names forgotten"),
    "message.sent": N_("sent a message"),
    "message.withdrawn": N_("took a message back"),
    "phase.changed": N_("changed the phase"),
    "revealed": N_("showed or hid the results"),
    "preset.set": N_("changed what people see"),
    "card.edited": N_("changed the question or the minutes"),
    "tightened": N_("made it more anonymous"),
    "received": N_("put items on the start list"),
    "dropped": N_("took items off the start list"),
    "entry.added": N_("typed in entries"),
    "entry.edited": N_("changed an entry"),
    "entry.withdrawn": N_("took back an entry"),
    "entry.hidden": N_("hid an entry, or showed it again"),
    "brainstorm.released": N_("let entries through the gate"),
    "brainstorm.prompted": N_("asked everybody something in between, or took it away"),
    "entry.starred": N_("starred an entry, or took the star away"),
    "slide.changed": N_("changed the text of a slide"),
    "ballot.hands_counted": N_("counted hands"),
    "ballot.round": N_("started a new round"),
    "shortlist.nominated": N_("wrote down what a table nominates"),
    "shortlist.reworded": N_("gave an item other words"),
    "shortlist.agreed": N_("marked words as agreed, or not any more"),
    "validate.amended": N_("wrote the next version of a paragraph"),
    "rounds.planned": N_("seated the guests"),
    "rounds.began": N_("went to another round"),
    "rounds.summary.hidden": N_("hid a summary, or showed it again"),
    "action.added": N_("wrote down an action"),
    "action.edited": N_("changed an action"),
    "action.removed": N_("took an action off the list"),
    "group.theme.added": N_("made a theme"),
    "group.theme.renamed": N_("gave a theme another title"),
    "group.theme.moved": N_("moved a theme"),
    "group.theme.deleted": N_("took a theme away"),
    "group.placed": N_("put an entry in a theme"),
    "group.merged": N_("merged entries"),
    "group.unmerged": N_("took a merge apart"),
    "group.headlined": N_("changed a headline"),
    "group.split": N_("split an entry"),
}
TURNED: Mapping[str, str] = {
    "open": N_("opened"),
    "paused": N_("paused"),
    "closed": N_("closed"),
    "on": N_("showed the results to the room"),
    "off": N_("hid the results from the room"),
}


def act_words(act: Act) -> str:
    """What an act was."""
    first = act.what[-1] if act.what else ""
    if act.detail in TURNED:
        return _(TURNED[act.detail])
    if first == "preset.set":
        return _("people now see: {preset}").format(preset=preset_words(act.detail))
    return _(ACTS[first]) if first in ACTS else _("worked in the activity")
