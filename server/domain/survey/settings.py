"""What an agenda may set for a survey, and what is wrong with settings whose shape is right."""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from server.domain.kernel import Settings
from server.domain.survey.questions import SAYS, faults_of
from server.domain.survey.written import Written, survey_of

Short = Annotated[str, msgspec.Meta(max_length=80)]
Long = Annotated[str, msgspec.Meta(max_length=4000)]


class SurveySettings(Settings, frozen=True):
    """`intro`: what stands above the first page; `questions`: what is asked; `invited`: how many were; `note`: what
    the results must not be taken for. `ranking`: the question by which options are ranked when they are carried over,
    the last one that ranks if none. `source`, `absent`: where open answers say they come from, of those who are there
    and those who aren't.
    """

    intro: Long = ""
    questions: Annotated[tuple[Written, ...], msgspec.Meta(max_length=500)] = ()
    invited: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    note: Long = ""
    ranking: Short = ""
    source: Short = "enquête"
    absent: Short = "enquête, niet aanwezig"

    def faults(self) -> Iterable[tuple[str, str]]:
        """What is wrong with the questions, each by its number: `questions.0` is the first."""
        survey = survey_of(self.questions)
        places = {question.id: n for n, question in reversed(list(enumerate(survey.questions)))}
        for fault in faults_of(survey):
            yield f"questions.{places[fault.question]}", SAYS[fault.code]
