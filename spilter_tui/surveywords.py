"""A question of a survey in words: how it is answered, what its keys choose, and each option as a line of a list."""

from textual.content import Content

from server.domain.survey.questions import Question
from spilter_tui.answering import KEYS, Choice, Filled
from spilter_tui.i18n import _, language
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain, plain_line
from spilter_tui.widgets.wrap import columns_of

GAP = "   "
MARGIN = 3  # columns on either side
INDENT = 5  # of what stands beneath a question


def line_of(choice: Choice) -> Line:
    """Something to choose: its key, its text, and whether it is chosen."""
    words = choice.text or _("something else")
    text = f"{choice.key}  {words}".strip()
    return Line(choice.id, text, choice.said, signs().done if choice.chosen else "", choice.chosen)


def hint(question: Question) -> list[str]:
    """How a question is answered, where that doesn't show."""
    found = [_("Must be answered.")] if question.required else []
    if question.kind in ("multiple", "top") and question.most:
        found.append(_("At most {n}.").format(n=question.most))
    match question.kind:
        case "ranking":
            found.append(_("Press the keys in your order, the best first."))
        case "grid":
            found.append(_("For each row one key:"))
        case "date":
            found.append(_("A day, as 21-11-2026."))
        case "number":
            found.append(_("A number, in figures."))
    return found


def listed_words(filled: Filled, at: int, width: int) -> Content:
    """A question on one line, with whether it is answered, and how."""
    question = filled.asked[at]
    said = filled.said(question, language())
    sign = signs().waits if filled.lacks(question) else signs().done
    words = f"{at + 1}  {question.text}" + (f" {signs().bullet} {said}" if said else "")
    return Content(f"{sign} ").append(plain_line(words, width))


def asked_words(question: Question, at: int, width: int) -> Content:
    """The question at hand in full, and beneath it how it is answered."""
    lead = f"{signs().here} {at + 1}  "
    asked = Content.assemble((lead, "bold $accent"), plain(question.text).stylize("bold"))
    hints = [plain_line(question.help)] if question.help else []
    hints += [Content(each) for each in hint(question)]
    below = [Content("  ").join(hints)] if hints else []
    below += map(Content, columns(question, width - INDENT - MARGIN))
    return Content("\n").join([asked, *(each.pad_left(INDENT).stylize("$text-muted") for each in below)])


def columns(question: Question, width: int) -> list[str]:
    """What the keys choose in a row of a grid: under each other in as few lines as there is room for."""
    if question.kind != "grid":
        return []
    cells = [
        f"{KEYS[at]} {plain_line(option.text, width - 2).plain}" for at, option in enumerate(question.options[:36])
    ]
    for abreast in range(len(cells), 0, -1):
        wide = [max(map(columns_of, cells[at::abreast])) for at in range(abreast)]
        if sum(wide) + len(GAP) * (abreast - 1) <= width:
            break
    lines = [cells[at : at + abreast] for at in range(0, len(cells), abreast)]
    return [
        GAP.join(each + " " * (size - columns_of(each)) for each, size in zip(line, wide, strict=False)).rstrip()
        for line in lines
    ]


def beside(first: Content, second: Content, width: int) -> Content:
    """Two things on one line, or under each other where they don't fit on it."""
    fits = first.cell_length + len(GAP) + second.cell_length <= width
    return Content(GAP if fits else "\n").join([first, second])
