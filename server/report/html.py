"""The report as one HTML file: no script, no outside address, bars as inline SVG, and a style for paper."""

from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from server.domain import numbers
from server.domain.blocks import Bar, Bars
from server.domain.i18n import Language, words
from server.domain.report import Report
from server.domain.text import display
from server.report.markdown import between, cell_text, mark


def render(report: Report) -> dict[str, str]:
    """`report.html`."""
    return {"report.html": environment(report.language).get_template("report.html").render(report=report)}


def environment(language: Language) -> Environment:
    """Templates of this folder, in the words of a language; what they are given is escaped."""
    made = Environment(
        loader=PackageLoader("server.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["_"] = words(language).gettext
    made.globals["along"] = _along
    made.filters.update(
        show=display,
        cell=partial(_cell, language=language),
        mark=partial(_mark, language=language),
        number=partial(_bar_number, language=language),
        between=partial(between, language=language),
        kind=lambda block: type(block).__name__,
    )
    return made


def _cell(cell: Any, language: Language) -> str:
    return display(cell_text(cell, language))


def _mark(name: str, language: Language) -> str:
    return mark(name, language)


def _bar_number(bar: Bar, language: Language) -> str:
    return numbers.number(bar.value, language, bar.decimals)


def _along(value: float, bars: Bars) -> float:
    """How far along the scale of its bars a value lies, in percent."""
    return round(100 * bars.part(value), 1)
