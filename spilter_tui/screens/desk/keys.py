"""The desk's keys: which there are, in the order of the bottom line, what each does, and when it means something."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from textual.binding import Binding, BindingType

from server.domain.activities.brainstorm import BrainstormView
from server.domain.activities.factsheet import FactsheetView
from server.domain.activities.matrix import MatrixView
from server.domain.activities.shortlist import ShortlistView
from server.domain.activities.survey import SurveyView
from server.domain.activities.validate import ValidateView
from server.domain.kernel import Phase
from server.domain.round_messages import RoundsView
from spilter_tui.glance import entry_in, is_ballot
from spilter_tui.i18n import N_
from spilter_tui.screens.desk import (
    answers,
    bringing,
    cardform,
    criteria,
    dissent,
    entryverbs,
    facts,
    gate,
    guests,
    records,
    rounds,
    start,
    steer,
    tables,
    tools,
    wordings,
)
from spilter_tui.screens.desk.state import Desk

Verb: TypeAlias = Callable[[Desk], Awaitable[None]]

VERBS: Mapping[str, Verb] = {
    "open": steer.open_it,
    "close": steer.close_it,
    "pause": steer.pause,
    "resume": steer.open_it,
    "again": steer.open_it,
    "next": steer.go_on,
    "reveal": steer.reveal,
    "unreveal": steer.unreveal,
    "preset": steer.preset,
    "wall": steer.wall,
    "timer": steer.timer,
    "undo": steer.undo,
    "redo": steer.redo,
    "sort": tools.sort,
    "carry": start.carry,
    "list": bringing.bring_in,
    "answers": answers.answers,
    "answers_list": answers.answers,
    "paper": start.paper,
    "hands": start.hands,
    "facts": facts.facts,
    "criteria": criteria.criteria,
    "once_more": steer.once_more,
    "differ": dissent.queue,
    "judge_again": dissent.judge_again,
    "reword": wordings.reword,
    "amend": wordings.amend,
    "agreed": wordings.agreed,
    "nominate": wordings.nominate,
    "let": gate.let,
    "let_all": gate.let_all,
    "prompt": gate.ask,
    "rounds": rounds.rounds,
    "entry": entryverbs.entry,
    "star": entryverbs.star,
    "hide": entryverbs.hide,
    "agree": entryverbs.agree,
    "show": tools.list_or_result,
    "edit": cardform.edit,
    "add": cardform.add,
    "remove": tools.remove,
    "earlier": tools.earlier,
    "later": tools.later,
    "notes": tools.notes,
    "log": records.log,
    "seat": tools.seat,
    "report": records.report,
    "peek": records.peek,
    "tables": tables.tables,
    "guests": guests.guests,
    "message": tables.message,
    "help": records.help_keys,
    "leave": tools.leave,
}

BINDINGS: list[BindingType] = [
    Binding("f1", "verb('help')", N_("help")),
    Binding("o", "verb('open')", N_("open")),
    Binding("o", "verb('close')", N_("close")),
    Binding("o", "verb('again')", N_("open again")),
    Binding("n", "verb('next')", N_("next")),
    Binding("x", "verb('differ')", N_("talk over")),
    Binding("b", "verb('judge_again')", N_("judge again")),
    Binding("d", "verb('let')", N_("let through")),
    Binding("D", "verb('let_all')", N_("let all through")),
    Binding("s", "verb('sort')", N_("sort")),
    Binding("f", "verb('facts')", N_("fill in facts")),
    Binding("i", "verb('answers')", N_("read in answers")),
    Binding("r", "verb('reveal')", N_("show result")),
    Binding("r", "verb('unreveal')", N_("hide result")),
    Binding("m", "verb('criteria')", N_("criteria")),
    Binding("d", "verb('reword')", N_("other words")),
    Binding("d", "verb('amend')", N_("next version")),
    Binding("y", "verb('agreed')", N_("agreed, or not")),
    Binding("j", "verb('nominate')", N_("nominate for a table"), show=False),
    Binding("q", "verb('prompt')", N_("ask everybody something in between"), show=False),
    Binding("d", "verb('rounds')", N_("rounds, seats")),
    Binding("w", "verb('wall')", N_("wall")),
    Binding("u", "verb('undo')", N_("undo")),
    Binding("t", "verb('timer')", N_("timer")),
    Binding("p", "verb('pause')", N_("pause")),
    Binding("p", "verb('resume')", N_("go on")),
    Binding("v", "verb('preset')", N_("what people see")),
    Binding("c", "verb('carry')", N_("carry over")),
    Binding("slash", "search", N_("search")),
    Binding("f9", "verb('report')", N_("report")),
    Binding("f6", "verb('show')", N_("list or result"), show=False),
    Binding("asterisk", "verb('star')", N_("star the entry"), show=False),
    Binding("h", "verb('hide')", N_("hide the entry, or show it again"), show=False),
    Binding("a", "verb('agree')", N_("make an action of the entry"), show=False),
    Binding("i", "verb('list')", N_("bring in a list or a file"), show=False),
    Binding("I", "verb('answers_list')", N_("a start list from the answers to a survey"), show=False),
    Binding("k", "verb('hands')", N_("count raised hands"), show=False),
    Binding("k", "verb('paper')", N_("type in what came on paper"), show=False),
    Binding("b", "verb('once_more')", N_("judge again, in a new round"), show=False),
    Binding("e", "verb('edit')", N_("edit the activity"), show=False),
    Binding("f4", "verb('notes')", N_("my notes to the activity"), show=False),
    Binding("plus", "verb('add')", N_("add an activity"), show=False),
    Binding("delete", "verb('remove')", N_("take the activity off the agenda"), show=False),
    Binding("left_square_bracket", "verb('earlier')", N_("move the activity up"), show=False),
    Binding("right_square_bracket", "verb('later')", N_("move the activity down"), show=False),
    Binding("U", "verb('redo')", N_("bring back what was undone"), show=False),
    Binding("l", "verb('log')", N_("log book: undo any act"), show=False),
    Binding("g", "verb('seat')", N_("give a second facilitator or a sorter a seat"), show=False),
    Binding("P", "verb('peek')", N_("see what participants see"), show=False),
    Binding("T", "verb('tables')", N_("room plan"), show=False),
    Binding("G", "verb('guests')", N_("list of guests"), show=False),
    Binding("M", "verb('message')", N_("message to all, a table or a laptop"), show=False),
    Binding("escape", "search_over", N_("all entries again")),
    Binding("f10", "verb('leave')", N_("leave the desk"), show=False),
]


def _phase(*phases: Phase) -> Callable[[Desk], bool]:
    return lambda desk: bool(desk.row.id) and desk.row.phase in phases


def _has_result(desk: Desk) -> bool:
    return desk.row.phase is not Phase.DRAFT and not desk.row.revealed and desk.row.kind != "slide"


POSSIBLE: Mapping[str, Callable[[Desk], bool]] = {
    "open": _phase(Phase.DRAFT),
    "close": _phase(Phase.OPEN, Phase.PAUSED),
    "again": _phase(Phase.CLOSED),
    "pause": _phase(Phase.OPEN),
    "resume": _phase(Phase.PAUSED),
    "next": lambda desk: steer.following(desk) is not None,
    "reveal": _has_result,
    "unreveal": lambda desk: desk.row.revealed,
    "preset": lambda desk: len(desk.row.presets) > 1,
    "sort": lambda desk: desk.row.kind == "group",
    "carry": lambda desk: len(desk.agenda.rows) > 1 and bool(desk.row.id),
    "hands": lambda desk: is_ballot(desk.view),
    "facts": lambda desk: isinstance(desk.view, FactsheetView),
    "rounds": lambda desk: isinstance(desk.view, RoundsView),
    "criteria": lambda desk: isinstance(desk.view, MatrixView) and desk.row.card is not None,
    "once_more": lambda desk: is_ballot(desk.view) and desk.row.phase is Phase.CLOSED,
    "differ": lambda desk: dissent.tells(desk.view) and desk.row.phase is Phase.CLOSED,
    "judge_again": lambda desk: dissent.may_judge_again(desk),
    "reword": lambda desk: isinstance(desk.view, ShortlistView),
    "amend": lambda desk: isinstance(desk.view, ValidateView) and desk.row.phase is Phase.CLOSED,
    "agreed": lambda desk: isinstance(desk.view, ShortlistView),
    "nominate": lambda desk: isinstance(desk.view, ShortlistView),
    "let": lambda desk: waits_at_gate(desk),
    "let_all": lambda desk: waits_at_gate(desk),
    "prompt": lambda desk: isinstance(desk.view, BrainstormView) and desk.row.phase in (Phase.OPEN, Phase.PAUSED),
    "paper": lambda desk: takes_paper(desk),
    "answers": lambda desk: isinstance(desk.view, SurveyView) and desk.row.phase is not Phase.CLOSED,
    "list": lambda desk: bool(desk.row.id) and not isinstance(desk.view, SurveyView),
    "answers_list": lambda desk: bool(desk.row.id) and not isinstance(desk.view, SurveyView),
    "edit": lambda desk: desk.row.card is not None,
    "notes": lambda desk: bool(desk.row.notes),
    "remove": lambda desk: bool(desk.row.id),
    "peek": lambda desk: bool(desk.row.id),
    "tables": lambda desk: bool(desk.agenda.tables),
    "star": lambda desk: desk.line is None or entry_in(desk.view, desk.line.id) is not None,
    "hide": lambda desk: desk.line is None or entry_in(desk.view, desk.line.id) is not None,
}


def waits_at_gate(desk: Desk) -> bool:
    """Whether entries wait to be let through."""
    return isinstance(desk.view, BrainstormView) and desk.view.held > 0


def takes_paper(desk: Desk) -> bool:
    """Whether people type entries here: then paper may come in too."""
    return desk.row.kind in ("brainstorm", "discuss", "rounds", "actions")
