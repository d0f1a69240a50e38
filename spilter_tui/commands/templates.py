"""`spilter templates` and `spilter new`: the agendas that come along."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spilter_tui.commands.faults import Failed, Misused, shown, told
from spilter_tui.commands.words import argument, as_json, command, echo_json, option
from spilter_tui.i18n import N_, _, language

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped() -> "dict[str, Traversable]":
    """The agendas in the language in use, by name."""
    from importlib.resources import files

    folder = files("server") / "templates" / language()
    found = (each for each in folder.iterdir() if each.name.endswith(".toml"))
    return {each.name.removesuffix(".toml"): each for each in sorted(found, key=lambda each: each.name)}


def template(name: str) -> str:
    """The text of a shipped agenda; `Failed` when there is none of that name."""
    found = shipped()
    if name not in found:
        said = _("There is no template “{name}”. There are: {known}.")
        raise Misused(said.format(name=name, known=", ".join(found)))
    return found[name].read_text(encoding="utf-8")


def _about(text: str) -> str:
    """What the comment at the top of an agenda says of it."""
    return " ".join(_comment(text)).partition(". ")[0].rstrip(".") + "."


def _comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line.removeprefix("#").strip()


@command("templates", N_("List the agendas that come along."))
@as_json
def templates(as_json: bool) -> None:
    """List the shipped agendas."""
    from server.agenda import read

    rows = []
    for name, file in shipped().items():
        text = file.read_text(encoding="utf-8")
        agenda = read(text)
        minutes = sum(card.minutes for card in agenda.cards)
        rows.append({"name": name, "title": agenda.info.title, "about": _about(text), "minutes": minutes})
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']:<15}{row['about']}")
    click.echo(_("\nWrite one to edit with: spilter new {name}").format(name=rows[0]["name"]))


@command("new", N_("Write a template to a file."))
@argument("name", metavar=N_("TEMPLATE"), help=N_("Its name, as `spilter templates` lists it."))
@argument("file", required=False, type=click.Path(path_type=Path), metavar=N_("[FILE.toml]"))
@option("--force", is_flag=True, help=N_("Write over a file that is already there."))
def new(name: str, file: Path | None, force: bool) -> None:
    """Write a shipped agenda to a file."""
    path = file or Path(f"{name}.toml")
    text = template(name)
    if path.exists() and not force:
        said = _("{file} is already there. Choose another name, or add --force to write over it.")
        raise Failed(said.format(file=shown(path)))
    with told(path):
        path.write_text(text, encoding="utf-8", newline="\n")
    said = _("Wrote {file}. Edit it, look it over with `spilter check {file}`, and start with `spilter host {file}`.")
    click.echo(said.format(file=shown(path)))
