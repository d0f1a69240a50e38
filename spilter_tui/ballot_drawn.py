"""A ballot in signs and words that read without colour."""

import msgspec
from textual.content import Content

from server.domain.methods.base import Rules
from server.domain.numbers import number, with_unit
from spilter_tui.ballot import WORDS, Paper
from spilter_tui.i18n import _, language, ngettext
from spilter_tui.own import Ballot
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line

CELLS = 7  # a scale of so many steps or fewer is drawn step by step


def drawn(paper: Paper, item: str, method: str = "", typed: str = "") -> str:
    """What an item got: "· · 3 · ·", "●●○", "chosen", "agree"; `typed`: what stands there of a number so far."""
    rules, value = paper.rules, paper.values.get(item)
    if typed:
        return "-…" if typed == "-" else with_unit(int(typed), rules.unit, language()) + "…"
    if item in paper.abstained:
        return _("no opinion")
    match paper.style:
        case "choice":
            return _("chosen") if value else signs().waits
        case "words":
            return next((_(word) for given, word in WORDS[method] if given == value), signs().bullet)
        case "points" if value is not None and value < rules.minimum:
            return _("{n}: too little").format(n=with_unit(value, rules.unit, language()))
        case "number" | "points" if value is not None:
            return with_unit(value, rules.unit, language())
        case "dots" if rules.high <= CELLS:
            return signs().live * (value or 0) + signs().waits * (rules.high - (value or 0))
        case "scale" if rules.high - rules.low < CELLS:
            steps = range(rules.low, rules.high + 1)
            return " ".join(str(step) if value is None or step == value else signs().bullet for step in steps)
    return signs().bullet if value is None else str(value)


def earlier(before: Ballot, paper: Paper, item: str, method: str) -> str:
    """What one gave an item in the round before; nothing of pairs, as those are others in each round."""
    value = before.values.get(item)
    if item in before.abstained:
        words = "–"
    elif value is None or paper.style == "pairs":
        return ""
    elif paper.style in ("words", "choice"):
        words = drawn(msgspec.structs.replace(paper, values={item: value}, abstained=frozenset()), item, method)
    else:
        words = with_unit(value, paper.rules.unit, language())
    return _("(was {value})").format(value=words)


def left(paper: Paper) -> str:
    """What is left to do, in words; of pairs also how far one is, as there one may stop halfway."""
    n = paper.left
    if paper.style == "pairs":
        return _("{n} of {all} pairs").format(n=len(paper.items) - n, all=len(paper.items))
    if paper.style == "points":
        unit = paper.rules.unit
        said = _("{amount} left to divide") if unit else ngettext("{n} point left", "{n} points left", n)
        speak = language()
        return said.format(n=number(n, speak), amount=with_unit(n, unit, speak)) if n else _("all divided")
    if paper.style == "dots":
        return ngettext("{n} dot left", "{n} dots left", n).format(n=n) if n else _("all dots given")
    if paper.style == "choice":
        return ngettext("{n} choice left", "{n} choices left", n).format(n=n) if n else _("all chosen")
    return ngettext("{n} to go", "{n} to go", n).format(n=n) if n else _("all filled in")


def legend(paper: Paper, method: str) -> Content:
    """Which key says what, or what the steps of the scale are called."""
    rules, speak = paper.rules, language()
    if paper.style == "words":
        return _keys([(str(key), Content(_(word))) for key, (_value, word) in enumerate(WORDS[method], 1)])
    if paper.style == "number":
        low, high = (with_unit(each, rules.unit, speak) for each in (rules.low, rules.high))
        return Content(_("Type a number from {low} to {high}, then Enter.").format(low=low, high=high))
    if paper.style == "points":
        return Content(_points(rules, paper.step))
    if paper.style == "pairs":
        return Content(_("Press 1 or 2 for the one you choose. Enter: send what you did and stop there."))
    if paper.style == "choice":
        return Content(_choices(rules))
    if paper.style == "rank":
        return Content(_("Space: the next place, or none. A figure: that place; two may share one."))
    if paper.style == "scale" and not rules.labels and rules.high - rules.low >= CELLS:
        words = (
            _("Type a number from {low} to {high}.") if rules.high > 9 else _("Press a figure from {low} to {high}.")
        )
        return Content(words.format(low=rules.low, high=rules.high))
    return _keys([(str(rules.low + at), plain_line(label)) for at, label in enumerate(rules.labels) if label])


def _choices(rules: Rules) -> str:
    """How few and how many one may choose; nothing to say where it is one."""
    if rules.least and rules.most and rules.least != rules.most:
        return _("Choose from {least} to {most}.").format(least=rules.least, most=rules.most)
    if rules.most > 1:
        said = _("Choose {n}.") if rules.least == rules.most else _("Choose at most {n}.")
        return said.format(n=rules.most)
    return _("Choose at least {n}.").format(n=rules.least) if rules.least > 1 else ""


def _points(rules: Rules, step: int) -> str:
    """How points are given, and how few and how many an item may get."""
    speak = language()
    found = [_("Type a number; + and - go by {n}.").format(n=number(step, speak))]
    if rules.minimum > 1:
        found.append(_("An item gets nothing or at least {n}.").format(n=number(rules.minimum, speak)))
    if rules.high < rules.total:
        found.append(_("An item gets at most {n}.").format(n=number(rules.high, speak)))
    return " ".join(found)


def _keys(pairs: list[tuple[str, Content]]) -> Content:
    return Content("   ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)
