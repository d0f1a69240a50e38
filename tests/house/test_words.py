"""The Dutch words are complete, current and shipped; nobody asks for words before a language is chosen."""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from server.domain.i18n import words
from spilter_tui import i18n

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("server", "spilter_tui")
CATALOGUE = ROOT / "server/domain/locale/nl/LC_MESSAGES/spilter.po"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def texts(message: Message) -> tuple[str, ...]:
    """All forms of the message's Dutch."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    return read(CATALOGUE)


def test_every_message_in_the_code_has_dutch(dutch: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    template = tmp_path / "spilter.pot"
    extract = ["pybabel", "--quiet", "extract", "-F", "pyproject.toml", "-o", str(template), *SOURCES]
    CommandLineInterface().run(extract)  # type: ignore[no-untyped-call]
    used = {message.id for message in read(template)}
    translated = {message.id for message in dutch if all(texts(message))}
    assert used - translated == set(), "write the Dutch: make locale, then spilter.po"
    assert translated - used == set(), "no longer used: make locale"


def test_no_dutch_is_a_guess(dutch: Catalog) -> None:
    assert [message.id for message in dutch if message.fuzzy and message.id] == []


def test_the_dutch_fills_in_the_same_fields(dutch: Catalog) -> None:
    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text)} - {None}

    def common(message: Message) -> set[str | None]:
        """What one and many both fill in; click has plurals whose two forms name one field differently."""
        return set.intersection(*map(fields, ids(message)))

    wrong = [
        (message.id, text)
        for message in dutch
        if message.id
        for text in filter(None, texts(message))
        if not common(message) <= fields(text) <= set().union(*map(fields, ids(message)))
    ]
    assert wrong == []


def test_the_shipped_catalogue_is_the_one_in_words(dutch: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, dutch)
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue(), "make locale"


def calls_at_import(node: ast.AST) -> Iterator[int]:
    """The lines where words are asked for while the module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.Call) and ast.unparse(child.func) in {"_", "ngettext"}:
            yield child.lineno
        yield from calls_at_import(child)


def test_no_words_before_the_language_is_chosen() -> None:
    early = [
        f"{path.relative_to(ROOT)}:{line}"
        for source in SOURCES
        for path in sorted((ROOT / source).rglob("*.py"))
        for line in calls_at_import(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert early == [], "mark it with N_ and translate it where it is shown"


def test_an_unknown_message_stays_english() -> None:
    assert words("nl").gettext("no such sentence anywhere") == "no such sentence anywhere"
    assert words("nl").ngettext("{n} such thing", "{n} such things", 2) == "{n} such things"


def test_the_process_speaks_one_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "nl")
    i18n.use("en")
    assert i18n.language() == "en"
    assert i18n._("Hello") == "Hello"
    assert i18n._("") == ""


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "nl"),
        ({"LANG": "C.UTF-8"}, "nl"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "SPILTER_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_environment_chooses(environment: dict[str, str], expected: str) -> None:
    assert i18n.language_from(environment) == expected
