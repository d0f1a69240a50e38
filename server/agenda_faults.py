"""What can be wrong with an agenda file: by line, and in plain words of the reader's language."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from server.domain import sheet
from server.domain.i18n import N_, Words

SAYS = {
    "toml": N_("This is no TOML: {fault}."),
    "encoding": N_("The file is not UTF-8. Save it as UTF-8 and try again."),
    "unknown": N_("There is no “{key}” here. {hint}"),
    "missing": N_("“{key}” is missing."),
    "wrong": N_("“{key}” should be {wanted}."),
    "kind": N_("There is no kind “{kind}”. There are: {known}."),
    "preset": N_("A {kind} has no preset “{preset}”. It has: {known}."),
    "twice": N_("The id “{id}” is used twice."),
    "from": N_("It starts from “{source}”, but no activity before it has that id."),
    "how": N_("“{how}” is no way to carry over. There are: {known}."),
    "which": N_("With how = “{how}” it takes over nothing: say with “{key}” which."),
    "level": N_("“{source}” has no {level}s to carry over."),
    "guest_table": N_("Table {table} is in the list of guests (card {card}), but not in this agenda."),
    "guests_seated": N_("Rounds seat at most {most} guests, with card numbers up to {card}."),
    "attribution": N_("“{attribution}” is no attribution. There are: anonymous, team, named."),
    "no_items": N_(
        "It has nothing to judge: give it “items”, a “file”, or “from” with the id of an activity before it."
    ),
    "no_text": N_("It has nothing to judge: give it a “{key}” in its settings, “items”, a “file”, or “from”."),
    "no_file": N_("There is no file “{file}” beside the agenda, or it can't be read."),
    "from_and_file": N_("Its options come from “file”: take “from” away."),
    "refers": N_("“{key}” names “{id}”, but no activity before it has that id."),
    "table_twice": N_("Table {number} is there twice."),
    "empty": N_("There is no activity yet. An agenda needs at least one [[activities]]."),
    "settings": N_("In its settings: {fault}."),
    "question": N_("In question {n}: {fault}"),
}
WANTED = {
    "int": N_("a whole number"),
    "float": N_("a number"),
    "str": N_("a text between quotes"),
    "bool": N_("true or false"),
    "array": N_("a list between [ and ]"),
    "object": N_("a table of keys"),
}


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong with an agenda, and the line it stands on."""

    line: int
    code: str
    facts: dict[str, str] = {}

    def sentence(self, words: Words) -> str:
        """What is wrong, in the words of a language."""
        _ = words.gettext
        facts = {name: _(value) if name in ("wanted", "fault") else value for name, value in self.facts.items()}
        return _(SAYS[self.code]).format(**facts).strip()


class InFile(Fault, frozen=True):
    """One thing that is wrong with a file that the agenda names: `line` is the agenda's, the file's is the fault's."""

    file: str = ""
    fault: sheet.Fault = sheet.Fault(1, "nothing")

    def sentence(self, words: Words) -> str:
        """What is wrong, and on which line of the file."""
        said = words.gettext("In {file}, line {line}: {fault}")
        return said.format(file=self.file, line=self.fault.line, fault=self.fault.sentence(words))


class BadAgenda(Exception):
    """An agenda that can't be used, with everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults, the first on line {faults[0].line}: {faults[0].code}")
        self.faults = faults


class Lines:
    """Where in the text a table and its keys stand; tomllib doesn't tell."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def table(self, header: str, index: int = 0, start: int = 0) -> int:
        """The line of the index-th table with that header after a line; 1 when there is none."""
        found = [at for at, line in enumerate(self._lines, 1) if at > start and line.strip().startswith(header)]
        return found[index] if index < len(found) else 1

    def key(self, key: str, start: int, header: str) -> int:
        """The line of a key in the table that starts on a line; that line itself when the key isn't there."""
        for at in range(start, len(self._lines)):
            line = self._lines[at]
            if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
                return at + 1
            if line.strip().startswith(header):
                break
        return start


def toml_fault(error: str, text: str) -> Fault:
    """The fault behind what tomllib says."""
    place = re.search(r"\(at line (\d+), column \d+\)", error)
    line = int(place[1]) if place else len(text.splitlines())
    return Fault(line, "toml", {"fault": re.sub(r"\s*\(at .*\)", "", error)})


def explain(error: str, wanted: type[Any]) -> tuple[str, str, dict[str, str]]:
    """The key at fault (empty: the table itself), the code and the facts, from what msgspec says of it."""
    names = [field.encode_name for field in msgspec.structs.fields(wanted)]
    path = re.search(r"at `\$\.?(\w*)", error)
    key = path[1] if path else ""
    if unknown := re.search(r"unknown field `(.+?)`", error):
        return (key or unknown[1]), "unknown", {"key": unknown[1], "hint": _hint(unknown[1], names)}
    if missing := re.search(r"missing required field `(.+?)`", error):
        return key, "missing", {"key": missing[1]}
    return key, "wrong", {"key": key, "wanted": _wanted(error)}


def _hint(key: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, list(names), 1, 0.5)
    return f"→ {close[0]}?" if close else ""


def _wanted(error: str) -> str:
    wanted = re.search(r"Expected `(\w+)[^`]*`( (?:<=|>=|of length) ?[^,]*?)?(?:,| -|$)", error)
    if not wanted:
        return error.split(" - at")[0]
    bound = wanted[2] or ""
    return f"{bound.strip()}" if bound else WANTED.get(wanted[1], wanted[1])
