"""The wall: what it shows is what it was sent, and of results only what was revealed."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain import root
from server.domain.blocks import Block, Quote, Quotes
from server.domain.i18n import Words, words
from server.domain.kernel import Activity, Audience
from server.domain.plan import Plan


def wall_view(plan: Plan, activities: Mapping[str, Activity[Any, Any, Any]], audience: Audience) -> root.WallView:
    """What stands on the wall now."""
    shown, info = plan.shown, plan.info
    if shown.activity not in activities:
        return root.WallView(shown, info.title, question=info.question, timer=plan.timer)
    activity = activities[shown.activity]
    return root.WallView(
        shown=shown,
        workshop=info.title,
        title=activity.card.title,
        question=activity.card.question,
        instruction=activity.card.instruction,
        phase=activity.phase,
        timer=plan.timer,
        count=activity.total(audience.now),
        devices=activity.devices,
        blocks=tuple(_blocks(activity, shown, audience, words(info.language))),
    )


def _blocks(activity: Activity[Any, Any, Any], shown: root.Shown, audience: Audience, words: Words) -> Sequence[Block]:
    if shown.what == "entries":
        return [Quotes(tuple(activity.quotes(audience.now)))]
    if shown.what == "item":
        found = [Quote(item.text, item.source, item.id) for item in activity.items() if item.id == shown.item]
        return [Quotes(tuple(found))]
    if shown.what == "result" and activity.may_see_results(audience):
        return activity.results(words)
    if shown.what == "question":
        return activity.scene(words)
    return ()
