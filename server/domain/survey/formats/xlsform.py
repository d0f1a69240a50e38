"""XLSForm (ODK, KoboToolbox): the sheets survey, choices and settings, in a workbook, in CSV or as Markdown tables."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from server.domain.i18n import Language
from server.domain.sheet import rows as rows_of
from server.domain.sheet import sheets
from server.domain.survey.columns import Grid
from server.domain.survey.drafts import Draft, DraftPage, Found
from server.domain.survey.formats.xlsform_kinds import Row, question_of
from server.domain.survey.formulas import OPERATORS, VALUE, Compared, value_of
from server.domain.survey.notes import Note
from server.domain.survey.questions import Option
from server.domain.text import fold

Table = list[dict[str, str]]

_CALLED = {"dutch": "nl", "nederlands": "nl", "english": "en", "engels": "en"}
_KNOWN = frozenset({"survey", "choices", "settings", "external_choices", "entities", "osm", "choices_and_columns"})
_TRANSLATED = ("label", "hint")
_NAME = r"\$\{\s*(?P<name>[^{}\s]+)\s*\}"
_COMPARED = re.compile(rf"{_NAME}\s*(?P<how>!=|<=|>=|=|<|>)\s*{VALUE}")
_SELECTED = re.compile(rf"selected\(\s*{_NAME}\s*,\s*{VALUE}\s*\)")
_LOOP = re.compile(r"begin[ _]loop over (?P<list>\S+)")
_BEGIN, _END = re.compile(r"begin[ _](group|repeat)"), re.compile(r"end[ _](group|repeat|loop)")


def tables_of(data: bytes) -> dict[str, Grid] | None:
    """The sheets of a form by their name in small letters; None where a file is no form."""
    if names := sheets(data):
        found: dict[str, Grid] = {name.strip().lower(): rows_of(data, name) for name in names}
    elif data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"|"):
        found = _parts(
            [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in data.decode(errors="replace").splitlines()]
        )
    else:
        found = _parts(rows_of(data))
    return found if _is_form(found.get("survey", ())) else None


def _parts(grid: Grid) -> dict[str, Grid]:
    """The tables of a file in which the first column holds only their names."""
    found: dict[str, list[list[str]]] = {}
    name = ""
    for row in grid:
        first = row[0].strip().lower() if row else ""
        name = first if first in _KNOWN else name
        if not first and name:
            found.setdefault(name, []).append(list(row[1:]))
    return dict(found)


def _is_form(grid: Grid) -> bool:
    names = next(({cell.strip().lower() for cell in row} for row in grid if any(map(str.strip, row))), set())
    return "type" in names and "name" in names


def read(tables: Mapping[str, Grid], language: Language) -> Found:
    """What is in the form, in this language if it has it, else in its own."""
    form, choices, settings = (_named(tables.get(name, ())) for name in ("survey", "choices", "settings"))
    setting = settings[0] if settings else {}
    spoken = _language([*form[:1], *choices[:1]], language, setting.get("default_language", ""))
    lists = _lists([_told(row, spoken) for row in choices])
    rows = [_told(row, spoken) for row in form]
    pages, notes = _pages(list(_unrolled(rows, lists)), lists)
    if spoken and _code(spoken) != language:
        notes.insert(0, Note("language", {"wanted": language, "found": spoken}))
    return Found(tuple(pages), _comparison, setting.get("form_title", ""), "", tuple(notes))


def _named(grid: Grid) -> Table:
    """The rows of a sheet by the names in its first row, in small letters and with one kind of line in them."""
    filled = [row for row in grid if any(cell.strip() for cell in row)]
    if not filled:
        return []
    names = [
        cell.strip().lower().replace(" ", "_") if "::" not in cell and ":" not in cell else cell.strip().lower()
        for cell in filled[0]
    ]
    return [{name: cell.strip() for name, cell in zip(names, row, strict=False) if name} for row in filled[1:]]


def _language(rows: Sequence[Mapping[str, str]], wanted: str, usual: str) -> str:
    """The language, as the form calls it, whose texts to take; empty for those that name none."""
    names = {name for row in rows for name in row}
    there = [_after(name) for name in sorted(names) if name.startswith("label") and _after(name)]
    own = [] if "label" in names else there
    said = [each for each in there if fold(each) == fold(usual)]
    near = [each for each in there if _code(each) == wanted]
    return next(iter([*near, *said, *own]), "")


def _after(name: str) -> str:
    return name.partition(":")[2].strip(": ")


def _code(language: str) -> str:
    """The code of a language that a form calls `English (en)`, `english` or `en`."""
    inside = re.search(r"\((\w{2})", language)
    return inside[1] if inside else _CALLED.get(fold(language), fold(language)[:2])


def _told(row: Mapping[str, str], spoken: str) -> Row:
    """A row with its texts in the language spoken, under their plain names."""
    told = {name: cell for name, cell in row.items() if ":" not in name}
    for name in _TRANSLATED:
        said = next((cell for key, cell in row.items() if key.startswith(f"{name}:") and _after(key) == spoken), "")
        told[name] = said or told.get(name, "")
    return told


def _lists(choices: Sequence[Row]) -> dict[str, tuple[Option, ...]]:
    found: dict[str, tuple[Option, ...]] = {}
    for row in choices:
        name, key = row.get("list_name", "") or row.get("list", ""), row.get("name", "") or row.get("value", "")
        if name and key:
            found[name] = (*found.get(name, ()), Option(key, row.get("label", "")))
    return found


def _unrolled(rows: Sequence[Row], lists: Mapping[str, tuple[Option, ...]]) -> Iterator[Row]:
    """The rows, those of a loop once for each of its choices, with the choice's words in their texts."""
    at = 0
    while at < len(rows):
        loop = _LOOP.fullmatch(rows[at].get("type", ""))
        if loop is None:
            yield rows[at]
            at += 1
            continue
        end = next((n for n in range(at, len(rows)) if rows[n].get("type", "") in ("end loop", "end_loop")), len(rows))
        for option in lists.get(loop["list"], ()):
            yield from (_with(row, option) for row in rows[at + 1 : end])
        at = end + 1


def _with(row: Row, option: Option) -> Row:
    text = row.get("label", "").replace("%(label)s", option.text).replace("%(name)s", option.id)
    return {**row, "name": f"{option.id}_{row.get('name', '')}", "label": text}


class _Group(msgspec.Struct):
    """A group that is open while reading: its own condition goes for all that is in it."""

    title: str
    formula: str


def _pages(rows: Sequence[Row], lists: Mapping[str, tuple[Option, ...]]) -> tuple[list[DraftPage], list[Note]]:
    """A page for each group and for what stands between groups."""
    pages: list[tuple[str, list[Draft]]] = [("", [])]
    open_: list[_Group] = []
    notes: list[Note] = []
    for row in rows:
        type_ = row.get("type", "").lower()
        if begun := _BEGIN.fullmatch(type_):
            open_.append(_Group(row.get("label", ""), row.get("relevant", "")))
            notes += [Note("repeat", {"question": row.get("label", "")[:60]})] if begun[1] == "repeat" else []
            pages.append((row.get("label", ""), []))
        elif _END.fullmatch(type_):
            open_ = open_[:-1]
            pages.append((open_[-1].title if open_ else "", []))
        elif type_:
            question, said = question_of(row, lists)
            formulas = [each for each in (*(group.formula for group in open_), row.get("relevant", "")) if each]
            formula = " and ".join(f"({each})" for each in formulas)
            pages[-1][1].extend([Draft(question, row.get("name", ""), formula)] if question else [])
            notes += said
    return [DraftPage(tuple(drafts), title) for title, drafts in pages if drafts], notes


def _comparison(piece: str) -> Compared | None:
    """`${age} >= 18`, `${sector} = 'care'`, `selected(${sectors}, 'care')`, `${name} != ''`."""
    if found := _SELECTED.fullmatch(piece):
        return Compared(found["name"], "is", value_of(found))
    if found := _COMPARED.fullmatch(piece):
        how, value = OPERATORS[found["how"]], value_of(found)
        return Compared(found["name"], "answered" if (how, value) == ("is_not", "") else how, value)
    return None
