"""The terminal that tests look through: keys go in, the screen and the end come out."""

import os
import signal

import pytest

from tests.terminal import Terminal

ECHO = """
import sys, tty
tty.setcbreak(0)
print("ready", flush=True)
keys = ""
while not keys.endswith("q"):
    keys += sys.stdin.read(1)
print(ascii(keys), flush=True)
sys.exit(3)
"""


def test_keys_screen_and_exit_code() -> None:
    with Terminal.python(ECHO, columns=60, rows=5) as terminal:
        terminal.wait_for("ready")
        terminal.press("f1", "café", "enter", "f10", "q")
        terminal.wait_for(r"'\x1bOPcaf\xe9\n\x1b[21~q'")
        assert terminal.wait_for_end() == 3


def test_a_command_that_is_killed() -> None:
    with Terminal.python(ECHO) as terminal:
        terminal.wait_for("ready")
        os.kill(terminal.pid, signal.SIGKILL)
        assert terminal.wait_for_end() == -signal.SIGKILL


def test_what_does_not_come_is_told_with_the_screen() -> None:
    with Terminal.python("print('only this')") as terminal, pytest.raises(AssertionError, match="only this"):
        terminal.wait_for("something else")


def test_wide_and_overwritten_characters() -> None:
    with Terminal.python("print('漢字 e\\u0301 👩\\rab', flush=True)", columns=20, rows=3) as terminal:
        terminal.wait_for_end()
        assert terminal.text.splitlines()[0] == "ab字 e 👩"


@pytest.mark.parametrize(
    ("sent", "foreign"), [("\\x1b[31mred\\x1b[0m\\r\\n", []), ("\\x1b]0;x\\x07", ["\x1b", "\x07"]), ("\\x9b", ["\x9b"])]
)
def test_what_is_foreign(sent: str, foreign: list[str]) -> None:
    with Terminal.python(f"print('{sent}')") as terminal:
        terminal.wait_for_end()
        assert terminal.foreign() == foreign
