"""click in two languages: its building blocks, with words that are looked up when they are shown."""

import gettext
import importlib
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from server.domain.i18n import LANGUAGES, LOCALE, Language
from spilter_tui.i18n import N_, _, use

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def ungettext(one: str, many: str) -> tuple[str, str]:
    """Both messages: marks a plural for the catalogue, as `N_` does a message; the extractor knows this name."""
    return one, many


CLICK_SAYS = (
    N_("Aborted!"),
    N_("Commands"),
    N_("Could not open file {filename!r}: {message}"),
    N_("Error: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Invalid value: {message}"),
    N_("Missing argument"),
    N_("Missing command."),
    N_("Missing option"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Options"),
    N_("Positional arguments"),
    N_("Show the version and exit."),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Usage:"),
    N_("default: {default}"),
    N_("file"),
    N_("required"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("integer"),
    N_("integer range"),
    ungettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ungettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ungettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ungettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""What click itself says in the faults and help that can come up here; it looks them up in the same catalogue."""


def speak(language: Language) -> None:
    """From now on this process, click's own words included, speaks this language."""
    use(language)
    os.environ["LANGUAGE"] = language  # where the standard library's gettext, which click uses, looks first
    gettext.bindtextdomain("spilter", LOCALE)
    gettext.textdomain("spilter")


class Spoken:
    """An attribute that keeps an English message, and gives it in the language in use."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}_in_english"

    def __get__(self, thing: Any, owner: type) -> str | None:
        message = thing.__dict__.get(self._name)
        return _(message) if message else message

    def __set__(self, thing: Any, message: str | None) -> None:
        thing.__dict__[self._name] = message


class Command(click.Command):
    """A command whose help is translated, and that takes `--language` too where it gives that no meaning of its own."""

    help = Spoken()
    options_metavar = Spoken()

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its parameters, with the language to speak: many type that last."""
        params = super().get_params(ctx)
        own = any("--language" in param.opts for param in params)
        return params if own else [*params, _language()]


def _language() -> click.Option:
    return click.Option(
        ["--language"],
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        hidden=True,  # the help of `spilter` tells it once
        callback=lambda _ctx, _param, asked: speak(asked) if asked else None,
    )


class Listed(Command):
    """A command of which only the name and the help are here, so that a list of all loads none of them.

    `place`: where the rest is, as "module:name".
    """

    def __init__(self, name: str, place: str, text: str) -> None:
        super().__init__(name, help=text)
        self._place = place

    def load(self) -> click.Command:
        """The command itself."""
        module, _colon, name = self._place.partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found


class Group(click.Group):
    """A group of commands whose help is translated; they are listed in the order in which they were added."""

    help = Spoken()
    options_metavar = Spoken()
    subcommand_metavar = Spoken()  # type: ignore[assignment]  # click's is never None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the whole of a command that is only listed."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.load() if isinstance(command, Listed) else command, rest


class Option(click.Option):
    """An option whose help is translated."""

    help = Spoken()
    metavar = Spoken()


class Argument(click.Argument):
    """An argument whose name and help are translated."""

    help = Spoken()
    metavar = Spoken()


def command(name: str, text: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command; `text` is its help, marked with `N_`."""
    return click.command(name, cls=Command, help=text, options_metavar=N_("[OPTIONS]"))


def option(*names: str, **settings: Any) -> Callable[[Decorated], Decorated]:
    """An option, as `click.option`; `help` and `metavar` marked with `N_`."""
    return click.option(*names, cls=Option, **settings)


def argument(name: str, **settings: Any) -> Callable[[Decorated], Decorated]:
    """An argument, as `click.argument`; `help` and `metavar` marked with `N_`."""
    return click.argument(name, cls=Argument, **settings)


def echo_json(said: object) -> None:
    """Write one line of JSON to standard output, at once: a program may wait for it."""
    import json
    import sys

    click.echo(json.dumps(said, ensure_ascii=False))
    sys.stdout.flush()


as_json = option("--json", "as_json", is_flag=True, help=N_("Write the outcome as JSON to standard output."))
