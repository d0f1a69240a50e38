"""A kind played with random commands, for what must hold of every kind."""

from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from typing import Any, get_args

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from server.domain import kernel, kinds, root, steering
from server.domain.i18n import words
from server.domain.judging import Judging
from server.domain.kernel import Audience, Card, Command, Context, Phase, Refused, Role, Who
from server.domain.keys import hash_of
from server.domain.workshop import Workshop
from tests.domain.shapes import Shapes
from tests.domain.stage import Stage, items

KEYS = ("edit-key-of-a-laptop",)
NAME = "Naam van een deelnemer"
PEOPLE = (
    Who(Role.FACILITATOR, desk="desk 1"),
    Who(Role.SORTER, desk="sorter 2"),
    Who(Role.PARTICIPANT, table=1, name=NAME),
    Who(Role.PARTICIPANT, table=2, name=NAME),
)
EYES = (Role.FACILITATOR, Role.PARTICIPANT, Role.WALL)
SECRET = (*KEYS, *map(hash_of, KEYS), "desk 1", "sorter 2", "op-")
TRIES = 5
KEY = "it"  # the id of the activity that is played


class Play:
    """One activity of a kind, open, with four items to start from, in a workshop with another activity."""

    def __init__(self, kind: type[kernel.Activity[Any, Any, Any]], data: DataObject, **card: Any) -> None:
        self.kind, self.data = kind, data
        first = Card("first", "brainstorm", "Eerst", start=items("een", "twee"))
        start = items("Eén loket voor zzp'ers", "een loket voor zzpers", "Werkruimte", "Btw")
        self.card = Card(KEY, kind.kind, "Spel", start=start, settings=self._settings(), **card)
        self.stage = Stage(first, self.card)
        self.stage.phase(KEY, Phase.OPEN)
        self.commands = [cls for cls in kinds.parameters(kind)[0] if issubclass(cls, Command)]
        self.steering = [cls for cls in get_args(steering.Commands) if cls.by]

    def _settings(self) -> dict[str, Any]:
        """Random settings that the kind accepts; its defaults where none is found."""
        shapes = Shapes("abcd", (), ("voor", "tegen"), KEYS)
        for _ in range(TRIES):
            given = msgspec.to_builtins(self.data.draw(shapes.of(self.kind.settings_type), "settings"))
            with suppress(Refused):
                kinds.check_settings(self.kind, given)
                return dict(given)
        return {}

    def afresh(self) -> "Play":
        """The same activity as a draft, alone in a workshop."""
        again = copy(self)
        again.stage = Stage(self.card)
        return again

    @property
    def activity(self) -> kernel.Activity[Any, Any, Any]:
        """The activity as it is now."""
        return self.stage.activity(KEY)

    def shapes(self) -> Shapes:
        """What commands may be made of now: the ids of what came about in this play, and every word that was said."""
        mine = [record.event for record in self.stage.log if record.scope == KEY]
        ids = dict.fromkeys(found for event in mine for found in ids_in(msgspec.to_builtins(event)))
        known = dict.fromkeys((*self.kind.presets, *(text for event in mine for text in strings(event))))
        hidden = (*KEYS, *map(hash_of, KEYS))
        allowed = [text for text in known if len(text) <= 32 and text not in (*hidden, NAME)]
        its = self.activity
        judged = its.judged_keys() if isinstance(its, Judging) else tuple(its.received)
        return Shapes(judged, (*its.received, *ids), allowed, hidden)

    def command(self, *classes: type[Command]) -> Command:
        """A random command of these classes."""
        cls = self.data.draw(st.sampled_from(classes), "class")
        drawn: Command = self.data.draw(self.shapes().of(cls), "command")
        return drawn

    def steps(self, most: int = 12, steered: bool = True) -> Iterator[tuple[Command, Who]]:
        """Random commands with who says them: the kind's own, and now and then what the desk does to any activity.

        A kind declares first the commands that bring something in, so these come twice as often.
        """
        for _ in range(self.data.draw(st.integers(1, most), "steps")):
            self.stage.now += self.data.draw(st.sampled_from((0.0, 1.0, 7.0, 40.0)), "pause")
            if steered and self.data.draw(st.integers(0, 4), "steer") == 0:
                yield self.command(*self.steering), PEOPLE[0]
            elif self.commands:
                yield self._likely()

    def _likely(self) -> tuple[Command, Who]:
        """A command that will be taken, if one of a few is; otherwise one that won't."""
        for _ in range(TRIES):
            command = self.command(*self.commands[:2], *self.commands)
            who = self.data.draw(st.sampled_from([each for each in PEOPLE if each.role in command.by]), "who")
            with suppress(Refused):
                self.stage.workshop.decide(KEY, command, Context(self.stage.now, lambda: "fresh", who))
                break
        return command, who

    def do(self, command: Command, who: Who) -> bool:
        """Whether the command was taken."""
        try:
            self.stage.do(KEY, command, who)
        except Refused:
            return False
        return True

    def seen(self, workshop: Workshop | None = None) -> dict[str, Any]:
        """Everything that can be seen of the activity, by everybody, now."""
        return seen(workshop or self.stage.workshop, KEY, self.stage.now)


def audiences(now: float) -> list[Audience]:
    """The staff, the room, a table, the wall."""
    return [*(Audience(role, 0, now) for role in EYES), Audience(Role.PARTICIPANT, 1, now)]


def seen(workshop: Workshop, key: str, now: float) -> dict[str, Any]:
    """Views, results, items and figures of an activity."""
    activity = workshop.activities[key]
    found: dict[str, Any] = {"items": activity.items(), "figures": activity.figures(), "total": activity.total(now)}
    found |= {language: tuple(activity.results(words(language))) for language in ("nl", "en")}
    for eyes in audiences(now):
        for subject in (key, f"{key}/result"):
            found[f"{subject} {eyes.role} {eyes.table}"] = workshop.view(subject, eyes)
    return found


def ids_in(plain: Any) -> Iterator[str]:
    """Every id in a message, however deep."""
    if isinstance(plain, dict):
        yield from (value for key, value in plain.items() if key == "id")
    for inner in plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list | tuple) else ():
        yield from ids_in(inner)


def strings(value: Any) -> Iterator[str]:
    """Every string in a message, however deep."""
    plain = msgspec.to_builtins(value)
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for key, inner in plain.items():
            yield from (*strings(key), *strings(inner))
    elif isinstance(plain, list | tuple):
        for inner in plain:
            yield from strings(inner)


def shown_to_others(workshop: Workshop, now: float) -> Iterator[str]:
    """What participants and the wall get, as it goes over the wire."""
    for eyes in audiences(now)[1:]:
        for subject in (KEY, f"{KEY}/result", "agenda", "wall"):
            yield msgspec.json.encode(workshop.view(subject, eyes)).decode()


Kind = type[kernel.Activity[Any, Any, Any]]
SHOW = root.Show(root.Shown("result", KEY))
