"""vote (Stemmen): the whole ballot in view, one key a value, and always in words whether the server has it."""

from spilter_tui.i18n import N_
from spilter_tui.voting import BallotPane


class VotePane(BallotPane):
    """A ballot on what was collected."""

    kind = "vote"
    explained = N_(
        "Go through the list with the arrow keys and press the key of your judgement; the bottom line says which keys. "
        "When nothing is left to do your vote is sent by itself. You can change it until the vote closes."
    )
