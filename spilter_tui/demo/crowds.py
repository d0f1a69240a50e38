"""The steps of a script for a whole hall: answers of weeks before, and everybody typing at every table."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from server.domain.activities.survey import SurveyView
from server.domain.entries import AddEntry
from server.domain.fields import composed
from server.domain.survey.questions import Answer, Option, Question
from server.domain.survey.sheets import ImportAnswers, Sheet
from spilter_tui.demo.hall import Hall
from spilter_tui.demo.seat import Seat
from spilter_tui.demo.step import Step

BATCH = 40  # sheets at once: a frame is bounded


class ReadAnswers(Step, frozen=True, tag="read"):
    """The facilitator reads in what was answered weeks before, by people of whom the last `absent` won't be there.

    `grids`: for each row of a grid how many chose each column; `picks`: for each option how many named it; `said`: what
    was typed, each by somebody. All by the ids of the questions and the texts of rows and options.
    """

    activity: str
    grids: dict[str, dict[str, tuple[int, ...]]]
    picks: dict[str, dict[str, int]]
    said: dict[str, tuple[str, ...]]
    absent: int = 0
    source: str = ""

    async def play(self, hall: Hall) -> None:
        """Read them in, a batch at a time."""
        view: SurveyView = await hall.desk.sees(self.activity, bool)
        sheets = list(self._sheets({question.id: question for question in view.survey.questions}))
        for at in range(0, len(sheets), BATCH):
            command = ImportAnswers(tuple(sheets[at : at + BATCH]), self.source)
            await hall.do(hall.desk, self.activity, command)

    def _sheets(self, asked: Mapping[str, Question]) -> Iterator[Sheet]:
        persons = max(sum(row) for grid in self.grids.values() for row in grid.values())
        answered: list[dict[str, Answer]] = [{} for _ in range(persons)]
        for key, rows in self.grids.items():
            for at, answer in enumerate(_grid(asked[key], rows, persons)):
                answered[at][key] = answer
        for key, counts in self.picks.items():
            for at, named in enumerate(_picked(asked[key].options, counts, persons)):
                answered[at][key] = named
        for key, texts in self.said.items():
            for at, text in enumerate(texts):
                answered[at * persons // len(texts)][key] = text
        for at, answers in enumerate(answered):
            yield Sheet(f"antwoord-{at:08d}", answers, absent=at >= persons - self.absent)


def _grid(question: Question, counts: Mapping[str, Sequence[int]], persons: int) -> Iterator[dict[str, str]]:
    """Each person's grid, so that every row's columns are chosen as often as counted; not all by the same persons."""
    columns = [option.id for option in question.options]
    chosen: list[tuple[str, list[str]]] = []
    for at, row in enumerate(question.rows):
        said = [column for column, count in zip(columns, counts[row.text], strict=True) for _ in range(count)]
        chosen.append((row.id, said[7 * at % persons :] + said[: 7 * at % persons]))
    return ({row: said[at] for row, said in chosen if at < len(said)} for at in range(persons))


def _picked(options: Sequence[Option], counts: Mapping[str, int], persons: int) -> Iterator[tuple[str, ...]]:
    """Each person's picks, in the order of the options and none twice, so that each is named as often as counted."""
    order = {option.text: at for at, option in enumerate(options)}
    named = [text for text, count in sorted(counts.items(), key=lambda each: -each[1]) for _ in range(count)]
    for at in range(persons):
        yield tuple(options[place].id for place in sorted(order[text] for text in named[at::persons]))


class TypeAll(Step, frozen=True, tag="type_all"):
    """Everybody at a table sends `each` entries on the topic of the table: its lines, in turn in each of the settings.

    A line is a text, or a text for each field; the setting is put behind the first.
    """

    by_room = True
    activity: str
    each: int
    lines: dict[str, tuple[str | tuple[str, ...], ...]]
    settings: tuple[str, ...]

    async def play(self, hall: Hall) -> None:
        """Type everything, all at the same time."""
        await asyncio.gather(*(self._type(hall, seat, number) for number, seat in hall.seats.items()))

    async def _type(self, hall: Hall, seat: Seat, number: int) -> None:
        await hall.begun(seat, self.activity)
        view = await seat.sees(self.activity, lambda view: view.topics)
        topic = next(each for each in view.topics if each.id == view.street)
        neighbours = [other for other in hall.seats if hall.people[other].table == hall.people[number].table]
        slot = f"{self.activity}/entry"
        for at in range(neighbours.index(number) * self.each, (neighbours.index(number) + 1) * self.each):
            parts = self._parts(self.lines[topic.text], at)
            await hall.write(seat, slot, parts[0])
            fields = parts if len(parts) > 1 else ()
            made = await hall.do(seat, self.activity, AddEntry(composed(parts), about=topic.id, fields=fields), slot)
            hall.entries += bool(made)
        await hall.ready(seat)

    def _parts(self, lines: Sequence[str | tuple[str, ...]], at: int) -> tuple[str, ...]:
        line, setting = lines[at % len(lines)], self.settings[at // len(lines) % len(self.settings)]
        first, *rest = (line,) if isinstance(line, str) else line
        return (f"{first}, {setting}", *rest)
