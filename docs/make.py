"""Writes the parts of the documentation that follow from the code; a test fails when a file is not what this gives.

Run as `python docs/make.py`. Each page has a hand-written head; everything under its mark is made anew.
"""

import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
from textual.binding import Binding

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import spilter_tui  # noqa: E402
from server import agenda  # noqa: E402
from server.domain import ballots, entries, fact_tables, importing, kernel, kinds, root, roster, steering  # noqa: E402
from server.domain.i18n import words  # noqa: E402
from server.protocol import hall, messages, queries  # noqa: E402
from server.report.data import ReportData  # noqa: E402
from spilter_tui.cli import spilter  # noqa: E402
from spilter_tui.commands.words import Listed, speak  # noqa: E402
from tests.tui.gallery import pictures  # noqa: E402

MARK = "<!-- made by docs/make.py: change the code, not what is below -->\n"


def pages() -> dict[str, str]:
    """Every page that is made: its name under docs/, and what comes under its mark."""
    kinds.load()
    made = {
        "protocol.md": "\n".join(protocol()),
        "agenda.md": "\n".join(agenda_keys()),
        "keys.md": "\n".join(keys()),
        "commands.md": "\n".join(commands()),
        "files.md": "\n".join(columns()),
    }
    for name, kind in sorted(kernel.registry.items()):
        made[f"activities/{name}.md"] = "\n".join(activity(kind))
    return made


def schema() -> str:
    """The JSON schema of report.json."""
    return json.dumps(msgspec.json.schema(ReportData), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def protocol() -> Iterator[str]:
    """All messages, questions and commands with their fields."""
    yield f"Version {messages.VERSION}. A client's frame holds at most {messages.MAX_FRAME} bytes.\n"
    yield from _section("From client to server", kinds.members(messages.ToServer))
    yield from _section("From server to client", kinds.members(messages.ToClient))
    yield from _section("Questions", kinds.members(queries.Query))
    yield from _section("Answers", kinds.members(queries.Reply))
    yield from _section("Commands to the workshop as a whole (no scope)", kinds.members(root.Commands))
    general = [*kinds.members(steering.Commands), steering.Carry]
    yield from _section("Commands to any activity", general)
    yield from _section("Commands about entries", kinds.members(entries.Commands))
    yield from _section("Commands about ballots", kinds.members(ballots.Commands))
    for name, kind in sorted(kernel.registry.items()):
        own = _own(kinds.parameters(kind)[0])
        if own:
            yield from _section(f"Commands of {name}", own)
    yield from _section("Events of the workshop as a whole", kinds.members(root.Events))
    yield from _section("Events of any activity", kinds.members(steering.Events))
    yield from _section("Events about entries", kinds.members(entries.Events))
    yield from _section("Events about ballots", kinds.members(ballots.Events))
    for name, kind in sorted(kernel.registry.items()):
        own = _own(kinds.parameters(kind)[1])
        if own:
            yield from _section(f"Events of {name}", own)
    views: list[type] = [root.AgendaView, root.WallView, root.ResultView, hall.HallView]
    yield from _section("Views", views + [kinds.parameters(kernel.registry[k])[2][0] for k in sorted(kernel.registry)])


def _own(classes: Iterable[type]) -> list[type]:
    shared = {*kinds.members(entries.Commands), *kinds.members(entries.Events)}
    shared |= {*kinds.members(ballots.Commands), *kinds.members(ballots.Events)}
    return [each for each in classes if each not in shared]


def _section(title: str, classes: Iterable[type]) -> Iterator[str]:
    yield f"## {title}\n"
    for each in classes:
        yield f"### `{each.__struct_config__.tag or each.__name__}`\n"  # type: ignore[attr-defined]
        yield inspect.cleandoc(each.__doc__ or "") + "\n"
        rows = list(_fields(each))
        if rows:
            yield from ("| field | type | default |", "|---|---|---|", *rows, "")


def _fields(each: type) -> Iterator[str]:
    for field in msgspec.structs.fields(each):
        yield f"| `{field.encode_name}` | {_type(field.type)} | {_default(field)} |"


def _type(wanted: Any) -> str:
    shape = msgspec.json.schema_components([wanted])[0][0]
    return _words(shape).replace("|", "\\|")


def _words(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in shape:
        return " or ".join(_words(each) for each in shape["anyOf"])
    if "enum" in shape:
        return " or ".join(f"`{each}`" for each in shape["enum"])
    if shape.get("type") == "array":
        return "list of " + _words(shape.get("items") or {})
    if shape.get("type") == "object" and "additionalProperties" in shape:
        return "map to " + _words(
            shape["additionalProperties"] if isinstance(shape["additionalProperties"], dict) else {}
        )
    bounds = {"minimum": "≥ {}", "maximum": "≤ {}", "maxLength": "at most {} long", "pattern": "`{}`"}
    said = [text.format(shape[key]) for key, text in bounds.items() if key in shape]
    return " ".join([str(shape.get("type", "any")), *([f"({', '.join(said)})"] if said else [])])


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    if field.default is msgspec.NODEFAULT:
        return "empty"
    value = field.default
    return f"`{value!r}`" if isinstance(value, str | int | float | bool | None) else "empty"


def agenda_keys() -> Iterator[str]:
    """The keys of an agenda file, and each kind's settings."""
    known = (
        ("[workshop]", agenda.WorkshopKeys), ("[[tables]]", root.Table), ("[[activities]]", agenda.ActivityKeys),
        ("items", agenda.StartKeys), ("from", agenda.FromKeys),
    )  # fmt: skip
    for title, keys in known:
        yield f"## `{title}`\n"
        yield inspect.cleandoc(keys.__doc__ or "") + "\n"
        yield from ("| key | type | default |", "|---|---|---|", *_fields(keys), "")
    yield "## `[activities.settings]`, by kind\n"
    for name, kind in sorted(kernel.registry.items()):
        rows = list(_fields(kind.settings_type))
        if rows:
            yield f"### {name}\n"
            yield inspect.cleandoc(kind.settings_type.__doc__ or "") + "\n"
            yield from ("| setting | type | default |", "|---|---|---|", *rows, "")


def activity(kind: type[kernel.Activity[Any, Any, Any]]) -> Iterator[str]:
    """What one kind's page says of presets, levels, settings and commands."""
    yield f"- presets: {', '.join(f'`{name}`' for name in kind.presets)}"
    yield f"- may be carried over as: {', '.join(kind.levels)}"
    yield f"- chapter of the report: {kind.chapter or 'none'}\n"
    rows = list(_fields(kind.settings_type))
    if rows:
        yield from ("| setting | type | default |", "|---|---|---|", *rows, "")
    yield "Commands: " + ", ".join(f"`{each.__struct_config__.tag}`" for each in kinds.parameters(kind)[0]) + ".\n"  # type: ignore[attr-defined]
    yield from screens(kind.kind)


def screens(kind: str) -> Iterator[str]:
    """The pictures of a kind's screens at 80×24: in Dutch, with the English ones a link away."""
    shown = [each for each in pictures() if each.kind == kind]
    if shown:
        yield "## On the screen\n"
    for each in shown:
        yield f"### {each.caption[0].upper()}{each.caption[1:]}\n"
        yield f"![{each.caption}](../images/screens/nl/{each.name}.svg)\n"
        yield f"[in English](../images/screens/en/{each.name}.svg)\n"


def bound() -> Iterator[tuple[str, list[Any]]]:
    """Every class of the client that binds keys: its name and its own bindings."""
    for found in pkgutil.walk_packages(spilter_tui.__path__, "spilter_tui."):
        if ".demo" in found.name or found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, each in sorted(vars(module).items()):
            if inspect.isclass(each) and each.__module__ == module.__name__ and each.__dict__.get("BINDINGS"):
                yield name, [Binding(*b) if isinstance(b, tuple) else b for b in each.__dict__["BINDINGS"]]


def keys() -> Iterator[str]:
    """Every key of every screen, in English and Dutch."""
    dutch = words("nl").gettext
    for name, bindings in sorted(bound()):
        yield f"## {name}\n"
        yield from ("| key | what it does | wat die doet |", "|---|---|---|")
        seen = dict.fromkeys((_shown_key(each), each.description) for each in bindings)
        for key, description in seen:
            yield f"| {key} | {description} | {dutch(description) if description else ''} |"
        yield ""


def _shown_key(binding: Any) -> str:
    named = {
        "full_stop": ".", "comma": ",", "slash": "/", "plus": "+", "minus": "-", "asterisk": "*", "equals_sign": "=",
        "left_square_bracket": "[", "right_square_bracket": "]", "vertical_line": "\\|", "escape": "Esc",
    }  # fmt: skip
    return " ".join(f"`{named.get(key.strip(), key.strip())}`" for key in binding.key.split(","))


def commands() -> Iterator[str]:
    """What `--help` says of every command, in both languages."""
    for title, language in (("English", "en"), ("Nederlands", "nl")):
        speak(language)  # type: ignore[arg-type]
        yield f"## {title}\n"
        for path in _paths(spilter):
            context = click.Context(spilter, info_name="spilter", terminal_width=100)
            command: click.Command = spilter
            for name in path:
                assert isinstance(command, click.Group)
                command = loaded(command.commands[name])
                context = click.Context(command, info_name=name, parent=context, terminal_width=100)
            yield f"### spilter {' '.join(path)}".rstrip() + "\n"
            yield "```\n" + command.get_help(context).rstrip() + "\n```\n"


def loaded(command: click.Command) -> click.Command:
    """The whole of a command, where it is only listed."""
    return command.load() if isinstance(command, Listed) else command


def _paths(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """A group's own name, and those of its commands, each with what stands before it."""
    yield before
    for name, listed in group.commands.items():
        command = loaded(listed)
        yield from _paths(command, (*before, name)) if isinstance(command, click.Group) else [(*before, name)]


def columns() -> Iterator[str]:
    """What the columns of each file may be called."""
    facts: dict[str, Iterable[str]] = {
        "option": fact_tables.OPTION,
        "feature": fact_tables.FEATURE,
        "value": fact_tables.VALUE,
    }
    facts |= {**fact_tables.BESIDE, "status": fact_tables.STATUS}
    kinds: dict[str, dict[str, Iterable[str]]] = {
        "A list": {"text": importing.TEXT, "id": importing.ID, "source": importing.SOURCE},
        "Facts": facts,
        "Guests": {
            "name": roster.NAME, "table": roster.TABLE, "card": roster.CARD, "role": roster.ROLE,
        },
        "Ballots": {
            "voter": importing.VOTER, "item": importing.ITEM, "value": importing.VALUE, "time": importing.TIME,
        },
    }  # fmt: skip
    for title, names in kinds.items():
        yield f"## {title}\n"
        yield from ("| column | may be called |", "|---|---|")
        yield from (f"| {column} | {_quoted(known)} |" for column, known in names.items())
        yield ""
    yield f"A value is a whole number or one of {_quoted(importing.SAID)}.\n"
    yield f"A role that leads a table is one of {_quoted(roster.CHAIRS)}.\n"
    yield f"A status is one of {_quoted(filter(None, fact_tables.STATUSES))}; nothing is `claimed`.\n"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def page(name: str, made: str) -> str:
    """A page as it should stand: its own head, the mark, and what is made."""
    path = HERE / name
    head = path.read_text(encoding="utf-8").split(MARK)[0] if path.exists() else f"# {path.stem}\n\n"
    return head + MARK + "\n" + made.rstrip() + "\n"


def main() -> None:
    """Write all of it."""
    for name, made in pages().items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_text(page(name, made), encoding="utf-8")
    (HERE / "report.schema.json").write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
