"""The result of collecting: every entry in its own words, by topic or by table, by field, with what it builds on."""

from collections.abc import Iterator, Sequence

from server.domain.blocks import Block, Cell, Column, Heading, Quote, Quotes, Table, Text
from server.domain.entries import Entry
from server.domain.entry_store import Entries
from server.domain.i18n import Words
from server.domain.kernel import Item
from server.domain.text import one_line
from server.domain.threads import threaded
from server.domain.topics import Topics

PARENT = 60  # columns of the text of what an entry builds on


def told(
    entries: Entries, start: Sequence[Item], topics: Topics | None, fields: Sequence[str], words: Words
) -> Sequence[Block]:
    """The blocks; what was hidden, and what never came through the gate, is counted."""
    _, ngettext = words.gettext, words.ngettext
    shown = [row for row in entries.all() if row.public]
    blocks: list[Block] = []
    if start:
        blocks.append(Quotes(tuple(Quote(i.text, i.source, i.id) for i in start), _("Start list")))
    for title, rows in _groups(shown, topics, words):
        blocks += [Heading(title, 2)] if title else []
        blocks += _group(rows, entries, fields, words)
    hidden = sum(bool(row.hidden) for row in entries.rows.values())
    held = len(entries.rows) - len(shown) - hidden
    if hidden:
        blocks.append(Text(ngettext("{n} entry hidden", "{n} entries hidden", hidden).format(n=hidden), "note"))
    if held:
        said = ngettext("{n} entry was not let through", "{n} entries were not let through", held)
        blocks.append(Text(said.format(n=held), "note"))
    return blocks


def _groups(rows: Sequence[Entry], topics: Topics | None, words: Words) -> Iterator[tuple[str, list[Entry]]]:
    """The entries of each topic, then of no topic that there ever was; without topics those of each table."""
    _ = words.gettext
    if topics is None:
        for table in sorted({row.table for row in rows}):
            yield _("Table {n}").format(n=table) if table else "", [row for row in rows if row.table == table]
        return
    for item in topics.written_about(row.about for row in rows):
        yield item.text, [row for row in rows if row.about == item.id]
    homeless = [row for row in rows if row.about not in topics.ever]
    if homeless:
        yield _("Other entries"), homeless


def _group(rows: Sequence[Entry], entries: Entries, fields: Sequence[str], words: Words) -> Iterator[Block]:
    """What was filled in by field as a table, and what came as one text, on paper for instance, in its own words."""
    ordered = [row for row, _depth in threaded(rows)]
    filled = [row for row in ordered if row.fields]
    told = [row for row in ordered if not row.fields]
    if filled:
        yield _table(filled, entries, fields, words)
    if told:
        yield Quotes(tuple(Quote(row.text, _origin(row, entries, words), row.id) for row in told))


def _table(rows: Sequence[Entry], entries: Entries, fields: Sequence[str], words: Words) -> Table:
    """A column a field, and one for where it comes from if anything says so."""
    origins = [_origin(row, entries, words) for row in rows]
    columns = [Column(label) for label in fields]
    columns += [Column(words.gettext("From"))] if any(origins) else []
    lines = []
    for row, origin in zip(rows, origins, strict=True):
        parts = row.fields[: len(fields)]
        cells = [*parts, *[""] * (len(fields) - len(parts)), *([origin] if any(origins) else [])]
        lines.append(tuple(map(Cell, cells)))
    return Table(tuple(columns), tuple(lines))


def _origin(row: Entry, entries: Entries, words: Words) -> str:
    """Where an entry comes from: a source, a name, or what it builds on."""
    parent = entries.rows.get(row.parent)
    if parent is None or not parent.public:
        return row.source or row.name
    on = words.gettext("builds on: {text}").format(text=one_line(parent.text, PARENT))
    return f"{row.source or row.name} · {on}" if row.source or row.name else on
