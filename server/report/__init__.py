"""The report in its formats: one file a format, each rendering the same blocks. `make` is the one way in."""

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version

import msgspec

from server.domain.i18n import Language
from server.domain.kernel import Phase
from server.domain.report import Report, build
from server.domain.report_facts import Facts
from server.domain.workshop import Workshop
from server.report import data, html, markdown, prints, tables

RENDERERS: Mapping[str, Callable[[Report], dict[str, str]]] = {"md": markdown.render, "html": html.render}
FORMATS = ("html", "md", "csv", "json")


def make(
    workshop: Workshop,
    formats: Sequence[str] = FORMATS,
    reader: str = "project",
    language: Language | None = None,
    given: prints.Given | None = None,
) -> dict[str, bytes]:
    """The files of a report by name, UTF-8; `formats` out of `FORMATS` or "prints" (what is printed before the day,
    for which `given` is), `reader` out of the domain's `READERS`.
    """
    content = data.collect(workshop, software())
    facts = Facts(content.version, content.hash, content.present, _final(workshop))
    # From the data, which is as after sealing: no chapter may tell in which order people wrote.
    report = build(data.restore(content), facts, reader, language)
    files: dict[str, str] = {}
    for name in formats:
        if name in RENDERERS:
            files |= RENDERERS[name](report)
    if "prints" in formats:
        files |= prints.render(workshop, given or prints.Given(), language)
    if "csv" in formats:
        files |= tables.render(content, report.language)
    made = {name: text.encode() for name, text in files.items()}
    if "json" in formats:
        made["report.json"] = data.encode(content)
    return made


def software() -> str:
    """The version of this software."""
    return version("spilter")


def _final(workshop: Workshop) -> bool:
    return all(workshop.activities[key].phase in (Phase.CLOSED, Phase.DRAFT) for key in workshop.plan.order)


def read(raw: bytes) -> Workshop:
    """The workshop that a `report.json` holds; `ValueError` when it is none or was changed."""
    try:
        return data.restore(data.decode(raw))
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


__all__ = ["FORMATS", "make", "read", "software"]
