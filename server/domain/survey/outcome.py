"""What a closed survey came to: open answers as entries, what was ranked as themes, and every question counted."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from server.domain.blocks import Block, Text
from server.domain.entries import Entry
from server.domain.figures import Count, EntryFigure, Figures
from server.domain.i18n import Words
from server.domain.kernel import Item
from server.domain.survey import counting
from server.domain.survey.figures import of_question, of_ranked
from server.domain.survey.questions import Survey
from server.domain.survey.results import Results, response
from server.domain.survey.settings import SurveySettings
from server.domain.survey.sheets import Sheets
from server.domain.text import fold


class Outcome:
    """The outcome of these sheets; `key` is the activity's id.

    `hidden`: the texts that were hidden, by id, with why; `starred`: those with a star.
    """

    def __init__(
        self,
        key: str,
        survey: Survey,
        settings: SurveySettings,
        sheets: Sheets,
        hidden: Mapping[str, str],
        starred: Collection[str],
    ) -> None:
        self.key, self.survey, self.settings, self.sheets, self.hidden = key, survey, settings, sheets, hidden
        self.sources = (settings.source, settings.absent)
        asked = {question.id: question.text for question in survey.questions}
        self.themes = {text.id: asked.get(text.question, "") for text in sheets.texts}
        self.rows = tuple(
            Entry(
                text.id,
                text.text,
                self.sources[text.absent],
                name=text.name,
                star=text.id in starred,
                hidden=hidden.get(text.id, ""),
            )
            for text in sheets.texts
        )

    def entries(self) -> list[Item]:
        """The open answers that aren't hidden, each under its question."""
        return [
            Item(row.id, row.text, source=row.source, theme=self.themes[row.id], starred=row.star)
            for row in self.rows
            if not row.hidden
        ]

    def ranked(self) -> list[Item]:
        """What the questions rank, each thing once however many questions rank it: as the leading one does."""
        found = counting.rankings(self.survey, self.sheets.all)
        leading = [its for its in found if its.question.id == self.settings.ranking]
        themes: dict[str, Item] = {}
        for its in [*leading, *reversed(found)]:
            for each in its.ranked:
                key = self._key(each.option.text)
                known = Item(key, each.option.text, source=self.settings.source, theme=its.question.text, level="theme")
                themes.setdefault(key, msgspec.structs.replace(known, rank=each.rank, score=float(each.score)))
        return list(themes.values())

    def _key(self, text: str) -> str:
        """The id of something that is ranked: the same in each question that ranks it."""
        return f"{self.key}.{counting.things(self.survey)[fold(text)]}"

    def blocks(self, words: Words) -> Sequence[Block]:
        """How many answered, what the results must not be taken for, and every question."""
        if not self.sheets.all:
            return [Text(words.gettext("Nobody answered."), "note")]
        shown = [text for text in self.sheets.texts if not self.hidden.get(text.id)]
        found = Results(self.survey, self.sheets.all, shown, self.sources, words)
        head = [Text(response(len(self.sheets.all), self.settings.invited, self.sheets.absent, words), "lead")]
        note = [Text(self.settings.note, "note")] if self.settings.note else []
        return [*head, *note, *found.blocks(), *self._not_shown(words)]

    def _not_shown(self, words: Words) -> Iterable[Block]:
        hidden = sum(bool(row.hidden) for row in self.rows)
        if hidden:
            said = words.ngettext("{n} entry hidden", "{n} entries hidden", hidden)
            yield Text(said.format(n=hidden), "note")

    def figures(self, n: Count) -> Figures:
        """Each option and row as a judged item, and every question with its distribution."""
        sheets, texts = self.sheets.all, self.sheets.texts
        found = counting.rankings(self.survey, sheets)
        facts = {
            "invited": self.settings.invited,
            "answered": len(sheets),
            "absent": self.sheets.absent,
            "questions": [of_question(question, sheets, texts) for question in self.survey.questions],
        }
        items = tuple(of_ranked(its, each, self._key(each.option.text)) for its in found for each in its.ranked)
        entries = tuple(
            EntryFigure(row.id, row.text, self.themes[row.id], row.source, name=row.name, hidden=row.hidden)
            for row in self.rows
        )
        return Figures(n, items, entries, "survey", facts)
