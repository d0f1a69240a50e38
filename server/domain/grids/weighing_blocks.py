"""What the results of weighed options say: scores, judgements, weights, teams, and how firm the winner is."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from server.domain.blocks import Bar, Bars, Block, Bullets, Cell, Column, Heading, Matrix, Table, Text
from server.domain.grids.base import name_of, names, numeric
from server.domain.i18n import N_, Words
from server.domain.tally.sensitivity import Flip
from server.domain.vote_blocks import too_small

if TYPE_CHECKING:
    from server.domain.grids.weighing import TeamOutcome, Weighing

CROSS_CHECKS = {"product": N_("weighted product"), "topsis": N_("TOPSIS")}


def everything(weighing: "Weighing", words: Words) -> list[Block]:
    """All blocks, the scores first."""
    return [
        scores(weighing, words),
        *(Text(text, "warning") for text in _warnings(weighing, words)),
        _checks(weighing, words),
        _judgements(weighing, words),
        *weighing.first_to_discuss(words),
        *weighing.distributions(words, flagged_only=True),
        *_weights(weighing, words),
        *_by_weights(weighing, words),
        *_by_judgements(weighing, words),
        *_firmness(weighing, words),
        *_unlimited(weighing, words),
    ]


def _unlimited(weighing: "Weighing", words: Words) -> list[Block]:
    """What would come out if what fails a limit stayed in: so that nobody's first choice goes unseen."""
    _, free = words.gettext, weighing.unlimited
    if free is None:
        return []
    by_weights = [_team_scores(free, free.by_weights, words)] if free.by_weights else []
    told = [*_disagreement(free, words), *by_weights, *_turns(free, words)]
    return [Heading(_("If the limits did not count"), 2), scores(free, words), *told]


def _texts(weighing: "Weighing") -> dict[str, str]:
    return {option.id: option.text for option in weighing.grid.options}


def scores(weighing: "Weighing", words: Words) -> Bars:
    """The weighted sum as bars, on the scale of the judgements; what is out comes last."""
    bars = tuple(
        Bar(each.item.text, float(score), 2, each.rank, mark=_mark(weighing, each.item.id), id=each.item.id)
        for each in weighing.judged
        if (score := weighing.scores[each.item.id]) is not None
    )
    return Bars(bars, weighing.grid.low, weighing.grid.high, words.gettext("Weighted sum"))


def _mark(weighing: "Weighing", option: str) -> str:
    if option in weighing.out:
        return "out"
    return "best" if option in weighing.winners else ""


def _warnings(weighing: "Weighing", words: Words) -> Iterator[str]:
    _, texts, criteria = words.gettext, _texts(weighing), weighing.grid.criteria
    for option, failed in weighing.out.items():
        why = "; ".join(name_of(criteria[number], words) for number in failed)
        yield _("{option} is out: it fails the limit on {criteria}.").format(option=texts[option], criteria=why)
    if weighing.unknown:
        cells = "; ".join(f"{texts[option]} · {name_of(criteria[at], words)}" for option, at in weighing.unknown)
        yield _("Unknown, so left out and not counted as 0: {cells}").format(cells=cells)
    if weighing.assumed:
        yield _("Nobody gave weights: all criteria weigh the same.")
    for check, name in CROSS_CHECKS.items():
        found = _best(getattr(weighing, check))
        if found and set(found) != set(weighing.winners):
            yield _("By the {check} another comes first: {options}").format(check=_(name), options=names(found, texts))


def _best(values: Mapping[str, float | None]) -> list[str]:
    """The first by a measure that isn't exact."""
    known = {option: value for option, value in values.items() if value is not None}
    return [option for option, value in known.items() if max(known.values()) - value < 1e-9]


def _checks(weighing: "Weighing", words: Words) -> Table:
    _ = words.gettext
    titles = (
        _("Rank"), _("Option"), _("Weighted sum"), _("Equal weights"), _("Weighted product"), _("TOPSIS"),
        _("First: share of all weights (%)"),
    )  # fmt: skip
    rows = []
    for each in weighing.judged:
        key, share = each.item.id, weighing.space.get(each.item.id)
        rows.append(
            (
                Cell(number=each.rank) if each.rank else Cell("–"),
                Cell(each.item.text, mark=_mark(weighing, key)),
                numeric(weighing.scores[key], 3),
                numeric(weighing.equal.get(key), 3),
                numeric(weighing.product.get(key), 3),
                numeric(weighing.topsis.get(key), 3),
                numeric(None if share is None else 100 * share, 0),
            )
        )
    return Table(tuple(Column(title, at != 1) for at, title in enumerate(titles)), tuple(rows))


def _judgements(weighing: "Weighing", words: Words) -> Matrix:
    """The mean of each cell, and beside it the standard deviation where people differ."""
    grid = weighing.grid
    span = grid.high - grid.low
    cells, heat = [], []
    for each in weighing.judged:
        row = grid.row(each.item.id)
        cells.append(
            tuple(
                Cell("?") if cell.mean is None
                else Cell(number=float(cell.mean), decimals=2, mark="dissent" if cell.flagged else "")
                for cell in row
            )
        )  # fmt: skip
        heat.append(tuple(0.0 if cell.mean is None else float((cell.mean - grid.low) / span) for cell in row))
    options = tuple(each.item.text for each in weighing.judged)
    columns = tuple(name_of(criterion, words) for criterion in grid.criteria)
    return Matrix(options, columns, tuple(cells), tuple(heat), words.gettext("Mean judgement; ? is unknown"))


def _weights(weighing: "Weighing", words: Words) -> list[Block]:
    """The weight of each criterion in per cent, together and for each team; which way is better; the knock-out."""
    _, grid, teams = words.gettext, weighing.grid, weighing.by_weights
    titles = [_("Criterion"), _("Weight (%)"), *(_title(team, words) for team in teams), _("Better")]
    limited = any(criterion.least is not None or criterion.most is not None for criterion in grid.criteria)
    rows = []
    for criterion, weight in zip(grid.criteria, weighing.weights, strict=True):
        row = [Cell(name_of(criterion, words)), numeric(weight, 1)]
        row += [numeric(_percent(team, criterion.id), 1) for team in teams]
        row += [Cell(_("lower") if criterion.lower else _("higher"))]
        rows.append((*row, *((numeric(criterion.least, 1), numeric(criterion.most, 1)) if limited else ())))
    titles += [_("At least"), _("At most")] if limited else []
    numbers = range(1, 2 + len(teams))
    columns = tuple(Column(title, at in numbers or at > len(numbers) + 1) for at, title in enumerate(titles))
    return [Heading(_("Weights"), 2), Table(columns, tuple(rows))]


def _title(team: "TeamOutcome", words: Words) -> str:
    return f"{team.name or words.gettext('Table {n}').format(n=team.number)} (n = {team.n})"


def _percent(team: "TeamOutcome", criterion: str) -> Fraction:
    return Fraction(100 * team.points.get(criterion, 0)) / Fraction(sum(team.points.values()))


def _by_weights(weighing: "Weighing", words: Words) -> list[Block]:
    _ = words.gettext
    if not weighing.by_weights:
        return []
    found: list[Block] = [Heading(_("With the weights of each group"), 2), *_disagreement(weighing, words)]
    return [*found, _team_scores(weighing, weighing.by_weights, words)]


def _disagreement(weighing: "Weighing", words: Words) -> list[Block]:
    """Whom each team puts first; a warning where that isn't the same for all."""
    _, texts = words.gettext, _texts(weighing)
    first = {_title(team, words): team.winners for team in weighing.by_weights}
    if not first:
        return []
    lines = tuple(f"{team}: {names(winners, texts)}" for team, winners in first.items())
    warning = _("The groups don't agree on what comes first.")
    return [*([Text(warning, "warning")] if len(set(first.values())) > 1 else []), Bullets(lines)]


def _by_judgements(weighing: "Weighing", words: Words) -> list[Block]:
    _ = words.gettext
    if not weighing.judged_by:
        return []
    found: list[Block] = [Heading(_("By what each group judged"), 2)]
    return [*found, _team_scores(weighing, weighing.judged_by, words), *too_small(weighing.rest, words.ngettext)]


def _team_scores(weighing: "Weighing", teams: Sequence["TeamOutcome"], words: Words) -> Matrix:
    options = [each.item for each in weighing.judged if each.item.id in weighing.rows]
    columns = (words.gettext("All"), *(_title(team, words) for team in teams))
    cells = tuple(
        (
            _scored(weighing.scores[option.id], option.id in weighing.winners),
            *(_scored(team.scores.get(option.id), option.id in team.winners) for team in teams),
        )
        for option in options
    )
    return Matrix(tuple(option.text for option in options), columns, cells, caption=words.gettext("Weighted sum"))


def _scored(score: Fraction | None, best: bool) -> Cell:
    return Cell("–") if score is None else Cell(number=float(score), decimals=3, mark="best" if best else "")


def _firmness(weighing: "Weighing", words: Words) -> list[Block]:
    """With which weights another option comes first."""
    found = _turns(weighing, words)
    return [Heading(words.gettext("What would change the outcome"), 2), *found] if found else []


def _turns(weighing: "Weighing", words: Words) -> list[Block]:
    _, texts = words.gettext, _texts(weighing)
    if len(weighing.rows) < 2 or len(weighing.grid.criteria) < 2:
        return []
    lines = []
    for criterion, weight, flips in zip(weighing.grid.criteria, weighing.weights, weighing.flips, strict=True):
        name = name_of(criterion, words)
        found = [_turn(each, name, texts, words) for each in turns(flips, weight)]
        lines += found or [_("{criterion}: whatever it weighs, the first stays first.").format(criterion=name)]
    return [Bullets(tuple(lines))]


Turn = tuple[str, int, tuple[str, ...]]  # "from" or "below" so many per cent, who comes first


def turns(flips: Sequence[Flip], weight: Fraction) -> Iterator[Turn]:
    """Where, going up or down from its weight, somebody else comes first. A tie at a single per cent is passed over."""
    ends = [*(flip.percent for flip in flips[1:]), 101]
    for flip, end in zip(flips, ends, strict=True):
        passing = len(flip.winners) > 1 and end - flip.percent == 1
        if flip.percent > weight and not passing:
            yield "from", flip.percent, flip.winners
        elif end <= weight and not passing:
            yield "below", end, flip.winners


def _turn(turn: Turn, criterion: str, texts: Mapping[str, str], words: Words) -> str:
    _, (way, percent, winners) = words.gettext, turn
    text = _("{criterion} ≥ {n}%: {options} first") if way == "from" else _("{criterion} < {n}%: {options} first")
    return text.format(criterion=criterion, n=percent, options=names(winners, texts))


def explained(weighing: "Weighing", words: Words) -> list[str]:
    """Scale, formulas and thresholds, a sentence each."""
    _, grid = words.gettext, weighing.grid
    steps = [f"{grid.low + at} = {label}" for at, label in enumerate(grid.labels) if label]
    return [
        _("Scale from {low} to {high}; a cell is the mean of who judged it.").format(low=grid.low, high=grid.high),
        *([" · ".join(steps)] if steps else []),
        _("Weighted sum = Σ weight × judgement ÷ Σ weight, over the cells that are known. It decides the order."),
        _("As a cross-check: the weighted product (geometric mean) and TOPSIS (nearness to the ideal, 0 to 1)."),
        _("All weights there are: estimated at 2,000 evenly spread points, to about one per cent."),
        _("Dissent = standard deviation (population) ÷ (highest − lowest step). Marked above 0.3."),
        _("Importance of a cell = the weight of its criterion ÷ the largest weight."),
    ]
