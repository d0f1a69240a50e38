"""pulse (Peiling): one question, one key."""

from spilter_tui.i18n import N_, _
from spilter_tui.voting import BallotPane


class PulsePane(BallotPane):
    """A ballot on the question itself, which stands above it; or the answers to choose from."""

    kind = "pulse"
    explained = N_(
        "Press the key of your answer; the bottom line says which keys. It is sent at once, and you can change it "
        "until the facilitator closes the question."
    )

    @property
    def texts(self) -> dict[str, str]:
        """The answers; where the question itself is judged, it isn't said twice."""
        texts = super().texts
        return texts if self.method == "choice" else dict.fromkeys(texts, _("Your answer"))
