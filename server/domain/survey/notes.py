"""What is said of a file that was read: what was left out or changed, so that nobody finds out later."""

import msgspec

from server.domain.i18n import N_, Words

SAYS = {
    "empty_rows": N_("Rows without anything in them, passed over: {n}."),
    "no_names": N_("Columns without a name, called by their number: {n}."),
    "unfinished": N_("Answers that were not finished and are read all the same: {n}."),
    "tries": N_("Answers that were given to try the survey out, read as well: {n}."),
    "not_asked": N_("“{question}” is left out: {what} can't be asked here."),
    "not_possible": N_("“{question}” is left out: there is too little to choose from."),
    "hidden": N_("“{question}” is left out: it was hidden there."),
    "comment": N_("“{question}”: the room for a comment is left out."),
    "two_scales": N_("“{question}” has more than one scale, and is asked as {n} tables."),
    "condition": N_("“{question}” is asked of everybody: its condition ({formula}) can't be read."),
    "check": N_("“{question}”: the check on the answer ({formula}) is left out."),
    "filter": N_("“{question}” shows all its options: they were chosen from an earlier answer there."),
    "no_list": N_("“{question}” is left out: its list of options ({list}) is not in the file."),
    "repeat": N_("“{question}” is asked once; there it was asked again for each one."),
    "fills_in": N_("“{question}” was completed with an earlier answer there; look at its text."),
    "cut": N_("“{question}”: a text or a list was too long and is cut off."),
    "beyond": N_("Questions beyond what a survey may hold, left out: {n}."),
    "language": N_("The survey is not in the language that was asked for ({wanted}), but in: {found}."),
}


class Note(msgspec.Struct, frozen=True):
    """A remark: a code, and the facts its sentence needs."""

    code: str
    facts: dict[str, str | int] = {}

    def sentence(self, words: Words) -> str:
        """The remark in the words of a language."""
        facts = {name: words.gettext(str(value)) if name == "what" else value for name, value in self.facts.items()}
        return words.gettext(SAYS[self.code]).format(**facts)
