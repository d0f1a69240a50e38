"""What the pane of a survey knows of it: what was filled in, by round and person, and how it goes to the server."""

from collections.abc import Mapping

import msgspec
from textual.reactive import reactive

from server.domain.activities.survey import SurveyView
from server.domain.kernel import Command
from server.domain.survey.questions import Answer, Question
from server.domain.survey.sheets import AnswerSurvey
from spilter_tui.answering import Filled
from spilter_tui.i18n import N_, _
from spilter_tui.own import Ballot
from spilter_tui.sharing import SharingPane

SLOT = "sheet"


class SheetPane(SharingPane):
    """A pane with a survey: filled in question by question, kept as a draft, and sent whole."""

    promises = {
        "anonymous": N_("anonymous: it is not kept who answers what"),
        "team": N_("anonymous: it is not kept who answers what"),
        "named": N_("your name stands with your answers"),
    }

    at: reactive[int] = reactive(0)
    """Which of the questions that are asked is at hand; behind the last one, sending."""

    def __init__(self) -> None:
        super().__init__()
        self._filled: dict[tuple[int, int], Filled] = {}

    def on_resize(self) -> None:
        """Say it anew for the width there is."""
        self._redraw()

    # --- what was answered ------------------------------------------------------------------------------------

    @property
    def filled(self) -> Filled | None:
        """The survey as it is being filled in, else as it was sent; None before the server showed it."""
        if not isinstance(self.view, SurveyView):
            return None
        begun = self._filled.get(self.place)
        answers = begun.answers if begun else self._drafted()
        return Filled(self.view.survey, self._sent_shown if answers is None else answers)

    @property
    def sent(self) -> Mapping[str, Answer]:
        """What was last sent."""
        return self.mine.ballots.get(self.place, Ballot()).answers

    @property
    def _sent_shown(self) -> Mapping[str, Answer]:
        return {} if self.shared else self.sent

    def _drafted(self) -> Mapping[str, Answer] | None:
        text = "" if self.place in self._passed else self.drafts.get(self._slot, "")
        return msgspec.json.decode(text, type=dict[str, Answer]) if text else None

    @property
    def _slot(self) -> str:
        return f"{SLOT}-{self.view.round}-{self.person}"

    @property
    def question(self) -> Question | None:
        """The question at hand; None behind the last one."""
        filled = self.filled
        asked = filled.asked if filled else ()
        return asked[self.at] if self.at < len(asked) else None

    @property
    def busy(self) -> bool:
        """Somebody who answered something that was not sent is not moved."""
        filled = self.filled
        return filled is not None and bool(filled.tidied) and filled.tidied != self._sent_shown

    def fill(self, filled: Filled) -> None:
        """Take what a key made of it, while it is open."""
        if self.can_send:
            self.keep(filled)

    def keep(self, filled: Filled) -> None:
        """Keep what stands there now, open or not."""
        if filled == self.filled:
            return
        self._filled[self.place] = filled
        self.post_message(self.Drafted(self, self._slot, _as_text(filled)))
        self.show()

    def unsent(self) -> Mapping[str, str]:
        """What stands there and was not sent."""
        filled = self.filled
        return {self._slot: _as_text(filled)} if filled is not None and self.busy else {}

    @property
    def to_send(self) -> bool:
        """Whether there is something to send that would still come in."""
        filled = self.filled
        return self.can_send and filled is not None and bool(filled.tidied) and filled.tidied != self._sent_shown

    # --- sending ----------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Send the sheet, if the server would take it; else go to the first question that is to blame."""
        filled = self.filled
        if filled is None or not self.to_send:
            return
        if filled.faults:
            first = filled.faults[0].question
            self.at = next(at for at, question in enumerate(filled.asked) if question.id == first)
            self.show()
            self.take_keys()
        else:
            command = AnswerSurvey("", filled.tidied, self.person, self.view.round)
            self.post_message(self.Wanted(self, command, self._slot))
            if self.shared:
                self._filled.pop(self.place, None)
                self.pass_on()

    def give_back(self, command: Command, slot: str) -> None:
        """It could not be kept on this laptop: it stands there as it was."""
        if isinstance(command, AnswerSurvey) and isinstance(self.view, SurveyView):
            self._filled[command.round, command.person] = Filled(self.view.survey, command.answers)
            self.show()

    # --- whose turn it is -------------------------------------------------------------------------------------

    def state_of(self, person: int) -> str:
        """Whether this person answered."""
        return _("has answered") if self.has_sent(person) else _("not yet")

    @property
    def reached(self) -> int:
        """Where somebody was who comes back: behind the last answer that was not sent; at the first without one."""
        filled = self.filled
        if filled is None or not self.busy:
            return 0
        last = max(at for at, question in enumerate(filled.asked) if question.id in filled.answers)
        return last if filled.lacks(filled.asked[last]) else last + 1

    def watch_person(self, before: int, now: int) -> None:
        """Another person begins with the first question, or goes on."""
        if before != now and self._stands:
            self._begin()

    def watch_choosing(self, before: bool, now: bool) -> None:
        """Who changes the answers begins with the first question too."""
        if before != now and self._stands:
            self._begin()
        super().watch_choosing(before, now)

    def _begin(self) -> None:
        self.at = self.reached
        self.show()
        self.take_keys()


def _as_text(filled: Filled) -> str:
    return msgspec.json.encode(filled.answers).decode()
