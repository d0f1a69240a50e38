"""`spilter`, the one command. Here is what each part of it has in common: the language, the version, the exit codes."""

import os
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType

import click

from server.domain.i18n import LANGUAGES, Language
from spilter_tui.commands.words import Group, Listed, Option, option, speak
from spilter_tui.i18n import N_, _, language_from


@click.group(
    cls=Group,
    help=N_("""Workshops with a group, in the terminal, without internet.

    Start an evening with `spilter new brainstorm` and `spilter host brainstorm.toml`. Participants type `spilter join`.
    See everything at once with `spilter demo`."""),
    options_metavar=N_("[OPTIONS]"),
    subcommand_metavar=N_("COMMAND [ARGS]..."),
    context_settings={"help_option_names": ["--help", "-h"]},
)
@option("--language", type=click.Choice(LANGUAGES), help=N_("Speak Dutch or English; by itself that of this laptop."))
@click.version_option(
    None,
    "--version",
    package_name="spilter",
    message="%(prog)s %(version)s",
    cls=Option,
    help=N_("Show the version and exit."),
)
def spilter(language: Language | None) -> None:
    """Speak the language that was asked for."""


COMMANDS = (
    ("demo", "demo:demo", N_("Play a whole workshop on this machine.")),
    ("templates", "templates:templates", N_("List the agendas that come along.")),
    ("new", "templates:new", N_("Write a template to a file.")),
    ("check", "check:check", N_("Read an agenda and say what is wrong with it, by line.")),
    ("host", "host:host", N_("Start the workshop, or go on with it, and open the desk.")),
    ("serve", "serve:serve", N_("Run the server alone, and tell how to join.")),
    ("join", "seats:join", N_("Take part: find the workshop and join it.")),
    ("desk", "seats:desk", N_("Open another facilitator's desk.")),
    ("wall", "seats:wall", N_("Show the wall on a projector.")),
    ("report", "report:report", N_("Make the report and the exports.")),
    ("print", "prints:print_", N_("Make the run sheet, table cards, badges and door sheet.")),
    ("survey", "survey:survey", N_("Surveys that people answer before the day, or elsewhere.")),
)
for name, place, text in COMMANDS:
    spilter.add_command(Listed(name, f"spilter_tui.commands.{place}", text))


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language to speak: the one that `--language` before the command asks for, else this laptop's."""
    for at, argument in enumerate(arguments):
        name, _equals, value = argument.partition("=")
        if name == "--language":
            asked = value or "".join(arguments[at + 1 : at + 2])
            return next((each for each in LANGUAGES if each == asked), language_from(environment))
        if not argument.startswith("-"):
            break
    return language_from(environment)


def main() -> None:
    """Run `spilter`. A fault of the program itself is told in a sentence; where it was, stands in a file."""
    speak(language_of(sys.argv[1:], os.environ))
    sys.excepthook = _tell
    spilter(prog_name="spilter")


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write down where a fault of the program itself was, and tell the person where that is written."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="spilter-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exception(kind, error, trace, file=log)
    said = _("Something went wrong in spilter itself. What it was stands in {file}; send that to who made it.")
    click.echo(said.format(file=log.name), err=True)
