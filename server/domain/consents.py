"""What a round of judging a proposal came to: each paragraph together and by team, as data and in blocks."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from server.domain.ballots import by_team
from server.domain.blocks import Block, Cell, Distribution, Matrix, Quotes, Text
from server.domain.entries import Entry
from server.domain.i18n import Words
from server.domain.methods.base import Poll, rounded
from server.domain.tally.cells import visible_groups
from server.domain.tally.consent import Consent, consent
from server.domain.vote_blocks import too_small


class Consents(msgspec.Struct, frozen=True):
    """By paragraph what all together said, and what each team said that may be shown for it.

    `sizes`: how many voted in each team that may be shown; `rest`: the ballots of no team, or of one too small to show.
    """

    together: dict[str, Consent]
    teams: dict[str, dict[int, Consent]]
    sizes: dict[int, int] = {}
    rest: int = 0


def consents(poll: Poll) -> Consents:
    """Count a round. Raised hands belong to no team, and everybody knows them: they stand in no breakdown."""
    groups = {team: Poll(poll.items, tuple(own)) for team, own in by_team(poll.ballots).items()}
    sizes = {team: own.persons for team, own in groups.items()}
    return Consents(
        together={item.id: consent(poll.given(item.id)) for item in poll.items},
        teams={item.id: _shown(item.id, groups) for item in poll.items},
        sizes={team: n for team, n in sizes.items() if team},
        rest=sizes.get(0, 0) if len(sizes) > 1 else 0,
    )


def _shown(item: str, groups: Mapping[int, Poll]) -> dict[int, Consent]:
    """The teams whose judgement of a paragraph may be shown: large enough, and so is what can be computed from them."""
    found = {str(team): consent(own.given(item)) for team, own in groups.items()}
    shown = visible_groups({team: each.n for team, each in found.items()}).shown
    return {int(team): found[team] for team in shown if team != "0"}


def figures(found: Consents, item: str) -> dict[str, Any]:
    """What all and each team said of a paragraph, for the report's data."""
    teams = [{"team": team, **_counts(each)} for team, each in found.teams[item].items()]
    return {**_counts(found.together[item]), **({"teams": teams} if teams else {})}


def _counts(each: Consent) -> dict[str, Any]:
    return {"n": each.n, **msgspec.structs.asdict(each), "support": rounded(each.support)}


def distribution(label: str, each: Consent, words: Words) -> Distribution:
    """How often each judgement was given."""
    _ = words.gettext
    return Distribution(label, (_("Agree"), _("Agree if"), _("Disagree")), (each.agree, each.agree_if, each.disagree))


def by_group(found: Consents, labels: Sequence[str], names: Mapping[int, str], words: Words) -> list[Block]:
    """What each team said of each paragraph; `labels` name the paragraphs. Nothing where no team may be shown."""
    _ = words.gettext
    if not found.sizes:
        return []
    columns = tuple(f"{names[team]} (n = {n})" for team, n in found.sizes.items())
    cells = tuple(tuple(_cell(own.get(team)) for team in found.sizes) for own in found.teams.values())
    caption = _("By group: agree · agree if · disagree")
    return [Matrix(tuple(labels), columns, cells, caption=caption), *too_small(found.rest, words.ngettext)]


def _cell(each: Consent | None) -> Cell:
    return Cell(f"{each.agree} · {each.agree_if} · {each.disagree}" if each else "–")


def amendments(rows: Iterable[Entry], paragraph: str, taken: Collection[str], words: Words) -> Iterator[Block]:
    """The amendments of a paragraph, taken up and not; those that were hidden are counted."""
    _, about = words.gettext, [row for row in rows if row.about == paragraph]
    shown = [row for row in about if not row.hidden]
    for label, up in ((_("Amendments taken up"), True), (_("Amendments not taken up"), False)):
        quotes = [row.quote for row in shown if (row.id in taken) == up]
        if quotes:
            yield Quotes(tuple(quotes), label)
    hidden = len(about) - len(shown)
    if hidden:
        yield Text(words.ngettext("{n} entry hidden", "{n} entries hidden", hidden).format(n=hidden), "note")


def explained(words: Words) -> Text:
    """What support is, and how small groups stay hidden."""
    return Text(words.gettext("Support = (agree + agree if) ÷ all who judged the paragraph."), "note")
