"""The command line as a person and a program meet it: exit codes, both languages, faults in a sentence."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.agenda import read
from server.domain.i18n import Language
from server.log import APPLICATION_ID, Log
from spilter_tui.cli import language_of, spilter
from spilter_tui.commands.words import Listed
from spilter_tui.starting import Server, start_server
from tests.terminal import Terminal

TEMPLATES = Path(__file__).resolve().parents[2] / "server/templates"
TEMPLATE_NAMES = [
    "almere",
    "besluit",
    "brainstorm",
    "enquete",
    "groot-500",
    "platformkeuze",
    "prioriteren",
    "retro",
    "risico-breed",
    "risico-smal",
    "ser",
    "toetsing",
    "wereldcafe",
]
COMMANDS = sorted(spilter.commands)


class Ran:
    """What a command said, and how it ended."""

    def __init__(self, done: "subprocess.CompletedProcess[str]") -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        assert "Traceback" not in self.err


class Shell:
    """Runs `spilter` in a folder of its own, with all that it keeps there too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES")},
            "SPILTER_HOME": str(folder / "home"),
            "LANG": "nl_NL.UTF-8",
        }

    def __call__(self, *arguments: str) -> Ran:
        command = [sys.executable, "-m", "spilter_tui", *arguments]
        given: dict[str, Any] = {"cwd": self.folder, "env": self.environment, "encoding": "utf-8", "timeout": 60}
        return Ran(subprocess.run(command, capture_output=True, check=False, **given))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


# --- help, version, language ------------------------------------------------------------------------------------


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "sys.argv = ['spilter', '--help']\n"
        "from spilter_tui.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'textual', 'rich', 'aiosqlite', 'websockets', 'zeroconf', 'msgspec', 'asyncio', 'cryptography'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_help_lists_is_what_the_command_says_itself(name: str) -> None:
    listed = spilter.commands[name]
    assert isinstance(listed, Listed)
    assert (listed.load().name, listed.load().help) == (name, listed.help)


def test_help_loads_little_more_than_click() -> None:
    def modules(code: str) -> int:
        count = f"import sys; {code}; print(len(sys.modules))"
        return int(subprocess.run([sys.executable, "-c", count], capture_output=True, check=True).stdout)

    assert modules("import spilter_tui.cli") - modules("import click") < 60


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Gebruik:", "Opdrachten:", "Laat deze uitleg zien.")),
        ("en", ("Usage:", "Commands:", "Show this message")),
    ],
)
def test_help_speaks_the_language(shell: Shell, language: Language, words: tuple[str, ...]) -> None:
    ran = shell("--language", language, "--help")
    assert ran.code == 0
    assert all(word in ran.out for word in words)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_english_is_left_in_dutch_help(shell: Shell, name: str) -> None:
    ran = shell(name, "--help")
    assert ran.code == 0
    assert not [word for word in ("Usage", "Options", "Show", "required", "FILE", "COMMAND") if word in ran.out]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        (["--language", "nl", "check"], {"LANG": "en_GB.UTF-8"}, "nl"),
        (["--language=en", "check"], {}, "en"),
        (["report", "--language", "en"], {}, "nl"),  # that is the report's language
        (["--language", "fr"], {}, "nl"),
        (["--language"], {}, "nl"),
    ],
)
def test_the_language_is_chosen_before_the_command(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    assert language_of(arguments, environment) == expected


@pytest.mark.parametrize("asked", [["--language", "nl"], ["--language=nl"]])
def test_the_language_may_be_asked_for_after_the_command_too(shell: Shell, asked: list[str]) -> None:
    assert "bestaat niet" in shell("--language", "en", "check", "weg.toml", *asked).err
    assert "bestaat niet" in shell("--language", "en", "check", *asked, "weg.toml").err


def test_version(shell: Shell) -> None:
    ran = shell("--version")
    assert (ran.code, ran.out.split()[0]) == (0, "spilter")


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("check",), ("check", "a", "b"), ("--nonsense",), ("report", "x"), ("new", "nonsense")]
)
def test_misuse_is_code_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell(*arguments)
    assert ran.code == 2
    assert ran.err
    assert not ran.out


# --- agendas ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_template_is_in_order(shell: Shell, language: Language) -> None:
    listed = json.loads(shell("--language", language, "templates", "--json").out)
    assert [row["name"] for row in listed] == TEMPLATE_NAMES
    for row in listed:
        assert shell("--language", language, "new", row["name"]).code == 0
        ran = shell("check", f"{row['name']}.toml")
        assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_an_evaluation_closes_every_template(name: str) -> None:
    cards = read((TEMPLATES / "nl" / f"{name}.toml").read_text(encoding="utf-8")).cards
    assert cards[-1].chapter == "evaluation"


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_both_languages_have_the_same_structure(name: str) -> None:
    def structure(language: Language) -> list[tuple[Any, ...]]:
        agenda = read((TEMPLATES / language / f"{name}.toml").read_text(encoding="utf-8"))
        assert agenda.info.language == language
        ids = [card.id for card in agenda.cards]
        return [(len(agenda.tables),)] + [
            (
                card.kind, card.minutes, card.preset, card.attribution, card.signing, card.grace, card.chapter,
                len(card.start), sorted(card.settings), card.settings.get("method"),
                card.carry and (ids.index(card.carry.source), card.carry.how, card.carry.level, card.carry.value),
            )
            for card in agenda.cards
        ]  # fmt: skip

    assert structure("nl") == structure("en")


def test_new_does_not_write_over_a_file(shell: Shell) -> None:
    mine = shell.folder / "retro.toml"
    mine.write_text("mine")
    ran = shell("new", "retro")
    assert (ran.code, mine.read_text()) == (1, "mine")
    assert "--force" in ran.err
    assert shell("new", "retro", "--force").code == 0
    assert tomllib.loads(mine.read_text(encoding="utf-8"))["activities"]


def test_check_names_each_fault_by_line(shell: Shell) -> None:
    broken = shell.folder / "broken.toml"
    broken.write_text('[workshop]\ntitle = "x"\n\n[[activities]]\nkind = "braindump"\ntitle = "y"\nminuten = 3\n')
    dutch, english = shell("check", "broken.toml"), shell("--language", "en", "check", "broken.toml")
    assert (dutch.code, english.code) == (1, 1)
    assert [line.split(": ")[0] for line in dutch.err.splitlines()] == ["broken.toml:5", "broken.toml:7"]
    assert "bestaat niet" in dutch.err
    assert "There is no kind" in english.err
    faults = json.loads(shell("check", "--json", "broken.toml").out)["faults"]
    assert [fault["line"] for fault in faults] == [5, 7]


@pytest.mark.parametrize("command", [("check",), ("serve", "--port", "0"), ("report", "--out", "out")])
def test_a_file_that_is_not_there(shell: Shell, command: tuple[str, ...]) -> None:
    ran = shell(*command, "nowhere/workshop.toml")
    assert (ran.code, ran.out) == (1, "")
    assert "nowhere/workshop.toml" in ran.err


# --- joining ----------------------------------------------------------------------------------------------------


@pytest.fixture
def server(shell: Shell) -> Iterator[Server]:
    agenda = shell.folder / "retro.toml"
    agenda.write_text((TEMPLATES / "nl/retro.toml").read_text(encoding="utf-8"), encoding="utf-8")
    arguments = (str(agenda), "--host", "127.0.0.1", "--port", "0", "--no-announce")
    running = start_server(arguments, shell.folder / "server.log", {"SPILTER_HOME": str(shell.folder / "home")})
    yield running
    assert running.stop() == 0


def terminal(shell: Shell, *arguments: str) -> Terminal:
    return Terminal([sys.executable, "-m", "spilter_tui", *arguments], env=shell.environment)


def test_join_and_leave(shell: Shell, server: Server) -> None:
    place = f"127.0.0.1:{server.reached.port}"
    with terminal(shell, "join", place, "--code", server.reached.code) as screen:
        screen.wait_for("Terugblik")
        screen.press("\x11", "\x11")  # Ctrl+Q, and again
        assert screen.wait_for_end() == 0


def test_no_server_is_code_3(shell: Shell) -> None:
    with terminal(shell, "join", "127.0.0.1:1", "--code", "0000-0000") as screen:
        screen.wait_for("127.0.0.1")
        screen.press("\x11", "\x11")
        assert screen.wait_for_end() == 3


@pytest.mark.parametrize(
    "arguments", [("join", "x y"), ("join", "--code", "short"), ("join", "--table", "0"), ("desk",)]
)
def test_what_can_be_no_seat_is_misuse(shell: Shell, arguments: tuple[str, ...]) -> None:
    assert shell(*arguments).code == 2


@pytest.mark.parametrize("arguments", [("join",), ("wall",), ("desk", "--key", "x"), ("host", "retro.toml")])
def test_a_screen_needs_a_terminal(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell(*arguments)
    assert (ran.code, ran.out) == (1, "")
    assert "terminal" in ran.err


# --- faults of the program itself -------------------------------------------------------------------------------


def test_a_fault_of_the_program_is_a_sentence_and_a_file(shell: Shell) -> None:
    code = (
        "import sys\n"
        "from spilter_tui import cli\n"
        "from spilter_tui.commands import check\n"
        "check.agenda_of = lambda path: 1 / 0\n"
        "sys.argv = ['spilter', 'check', 'x.toml']\n"
        "cli.main()\n"
    )
    environment = {**shell.environment, "TMPDIR": str(shell.folder)}
    command = [sys.executable, "-c", code]
    ran = Ran(subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=environment))
    [log] = shell.folder.glob("spilter-*.log")
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert str(log) in ran.err
    assert "ZeroDivisionError" in log.read_text()


def test_a_fault_of_a_screen_is_a_sentence_too_and_shows_nothing_that_was_typed(shell: Shell) -> None:
    code = (
        "import sys\n"
        "from spilter_tui import app, cli\n"
        "def fault(self):\n"
        "    typed = 'Geen ' + 'plek'\n"
        "    return {}[len(typed)]\n"
        "app.Spilter.tick = fault\n"
        "sys.argv = ['spilter', 'join', '127.0.0.1:1']\n"
        "cli.main()\n"
    )
    environment = {**shell.environment, "TMPDIR": str(shell.folder)}
    with Terminal([sys.executable, "-c", code], env=environment) as screen:
        assert screen.wait_for_end() == 1
        said = bytes(screen.raw).decode()
    [log] = shell.folder.glob("spilter-*.log")
    assert log.name in said
    assert "Geen plek" not in said
    assert "KeyError: 9" in log.read_text()


# --- servers ----------------------------------------------------------------------------------------------------


def test_serve_tells_how_to_join(shell: Shell) -> None:
    shell("new", "retro")
    agenda = str(shell.folder / "retro.toml")
    with terminal(shell, "serve", agenda, "--host", "127.0.0.1", "--port", "0", "--no-announce") as screen:
        screen.wait_for("Ctrl+C")
        said = bytes(screen.raw).decode()
        assert all(word in said for word in ("Terugblik", "Zaalcode", "spilter desk 127.0.0.1:", "--key", "█"))
        screen.press("\x03")
        assert screen.wait_for_end() == 0
    assert (shell.folder / "retro.spilter").exists()


def test_a_report_of_a_workshop_that_runs(shell: Shell, server: Server) -> None:
    ran = shell("report", "retro.spilter", "--format", "json", "--out", "out", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, {"files": ["out/report.json"]})
    assert json.loads((shell.folder / "out/report.json").read_bytes())["workshop"]["title"] == "Terugblik"


def test_a_second_server_for_the_same_file(shell: Shell, server: Server) -> None:
    ran = shell("serve", "retro.spilter", "--port", "0")
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert "spilter host" in ran.err


def test_a_port_in_use(shell: Shell, server: Server) -> None:
    shell("new", "brainstorm")
    ran = shell("serve", "brainstorm.toml", "--host", "127.0.0.1", "--port", str(server.reached.port))
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert str(server.reached.port) in ran.err


def test_stopping_a_server(shell: Shell, server: Server) -> None:
    ran = shell("host", "retro.spilter", "--stop")
    assert (ran.code, ran.err) == (0, "")
    assert shell("host", "retro.spilter", "--stop").code == 1


# --- reports ----------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_workshop(shell: Shell) -> None:
    (shell.folder / "letter.spilter").write_text("Dear all, " * 100)
    for command in (("report", "--out", "out"), ("serve", "--port", "0")):
        ran = shell(*command, "letter.spilter")
        assert (ran.code, len(ran.err.splitlines())) == (1, 1)
        assert "geen bijeenkomst" in ran.err


async def test_a_file_of_a_newer_version(shell: Shell) -> None:
    import sqlite3

    path = shell.folder / "newer.spilter"
    await (await Log.open(path)).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    db.close()
    ran = shell("report", "newer.spilter", "--out", "out")
    assert (ran.code, len(ran.err.splitlines())) == (4, 1)


def test_a_file_that_is_not_there_and_a_folder_in_its_place(shell: Shell) -> None:
    for arguments in (("serve", "no.spilter"), ("serve", "no.toml"), ("report", "no.spilter", "--out", "out")):
        assert "bestaat niet" in shell(*arguments).err
    assert shell("check", ".").code == 1
    assert not list(shell.folder.glob("*.spilter"))


def test_a_folder_that_is_a_file(shell: Shell) -> None:
    (shell.folder / "out").write_text("mine")
    for arguments in (("report", "x.json", "--out", "out"), ("demo", "--headless", "--out", "out")):
        ran = shell(*arguments)
        assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert (shell.folder / "out").read_text() == "mine"


def test_a_report_json_that_was_changed(shell: Shell) -> None:
    (shell.folder / "report.json").write_text('{"format": 1}')
    ran = shell("report", "report.json", "--out", "out")
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
