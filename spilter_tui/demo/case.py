"""The cases that come along: who is there, and the script, as data."""

from importlib.resources import files

import msgspec

from spilter_tui.demo.hall import Person
from spilter_tui.demo.script import AnyStep


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A workshop to play: on which shipped agenda, in which language, with whom, and step by step."""

    template: str
    language: str
    people: tuple[Person, ...]
    steps: tuple[AnyStep, ...]

    def agenda(self) -> str:
        """The text of the agenda that it is played on."""
        folder = files("server") / "templates" / self.language
        return (folder / f"{self.template}.toml").read_text(encoding="utf-8")


def load(name: str) -> Case:
    """The case of that name (`CASES`)."""
    return msgspec.json.decode((files(__package__) / f"{name}.json").read_bytes(), type=Case)
