"""Ctrl+Q: leaving loses nothing, and says what stays behind on this laptop."""

from spilter_tui.i18n import _, ngettext
from spilter_tui.own import Standing
from spilter_tui.widgets.dialog import Choice, Dialog

LEAVE = "leave"


class LeaveDialog(Dialog):
    """The same key again leaves; Esc stays."""

    def __init__(self, standing: Standing) -> None:
        words = [_("You can come back with the same command.")]
        if standing.drafts:
            n = standing.drafts
            words.append(ngettext("{n} draft stays here.", "{n} drafts stay here.", n).format(n=n))
        if standing.waiting:
            n = standing.waiting
            words.append(ngettext("{n} entry waits to be sent.", "{n} entries wait to be sent.", n).format(n=n))
        super().__init__(_("Leave?"), " ".join(words), (Choice("ctrl+q", _("leave"), LEAVE),))
