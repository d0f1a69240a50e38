"""What is said of a file that was read: what was left out or changed, so that nobody finds out later."""

import msgspec

from server.domain.i18n import N_, Words

SAYS = {
    "empty_rows": N_("Rows without anything in them, passed over: {n}."),
    "no_names": N_("Columns without a name, called by their number: {n}."),
    "unfinished": N_("Answers that were not finished and are read all the same: {n}."),
    "tries": N_("Answers that were given to try the survey out (a preview): {n}. They are read as well."),
}


class Note(msgspec.Struct, frozen=True):
    """A remark: a code, and the facts its sentence needs."""

    code: str
    facts: dict[str, str | int] = {}

    def sentence(self, words: Words) -> str:
        """The remark in the words of a language."""
        return words.gettext(SAYS[self.code]).format(**self.facts)
