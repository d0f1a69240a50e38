"""What a demonstration came to, from its report.json and its clock: as data, and as lines to read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from server.domain.numbers import number, rank
from spilter_tui.demo.run import Played
from spilter_tui.i18n import _, language, ngettext

JUDGED = ("vote", "matrix")
SCORES = {
    "mean": 2,
    "score": 2,
    "dots": 0,
    "yes": 0,
    "votes": 0,
}  # what a line tells of an item, the first that there is: decimals


def summary(played: Played) -> dict[str, Any]:
    """What came out, as data: judged items in order, what was flagged, dots, merges, entries, times, refusals."""
    report = msgspec.json.decode(played.report["report.json"])
    votes = [_vote(each) for each in report["activities"] if each["kind"] in JUDGED]
    items = [item for vote in votes for item in vote["items"]]
    return {
        "title": report["workshop"]["title"],
        "present": report["present"],
        "votes": votes,
        "flagged": [item["text"] for item in items if item.get("flagged")],
        "dots": sum(item.get("dots", 0) for item in items),
        "suggested": [msgspec.to_builtins(each) for each in played.suggested],
        "entries": played.entries,
        "acknowledged": acknowledged(played.waited),
        "refused": list(played.refused),
        "steps": [msgspec.to_builtins(each) for each in played.steps],
        "seconds": round(sum(each.seconds for each in played.steps), 3),
    }


def _vote(activity: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("rank", "text", "sd", "dissent", "flagged", *SCORES)
    items = [{key: item[key] for key in keys if key in item} for item in activity["results"]["items"]]
    return {"id": activity["id"], "title": activity["title"], "n": activity["n"], "items": items}


def acknowledged(waited: Sequence[float]) -> dict[str, float]:
    """How many commands were acknowledged, and how long that took in milliseconds: half, 99 %, all of them."""
    ordered = sorted(waited)
    at = {"p50_ms": 0.5, "p99_ms": 0.99, "max_ms": 1.0}
    found = {name: round(1000 * ordered[int(part * (len(ordered) - 1))], 1) for name, part in at.items() if ordered}
    return {"n": len(ordered), **found}


def lines(said: Mapping[str, Any]) -> Iterator[str]:
    """The same for a person to read."""
    present = said["present"]
    yield said["title"]
    yield _("{persons} people on {devices} laptops").format(**present)
    for vote in said["votes"]:
        yield ""
        yield vote["title"]
        for item in vote["items"]:
            yield _item(item, vote["items"])
    yield ""
    for each in said["suggested"]:
        words = ", ".join(each["words"])
        yield _("Merged as the server suggested: “{text}” with “{like}” ({words})").format(**{**each, "words": words})
    n = said["entries"]
    yield ngettext("{n} contribution, verbatim in the report", "{n} contributions, verbatim in the report", n).format(
        n=n
    )
    yield _speed(said)


def _item(item: Mapping[str, Any], among: Sequence[Mapping[str, Any]]) -> str:
    shared = sum(each["rank"] == item["rank"] for each in among) > 1
    place = rank(item["rank"], language(), shared=shared) if item["rank"] else "–"
    name = next((name for name in SCORES if item.get(name) is not None), "")
    score = number(item[name], language(), SCORES[name]) if name else "–"
    dissent = "   " + _("opinions differ") if item.get("flagged") else ""
    return f"  {place:<12}  {score:>5}  {item['text']}{dissent}"


def _speed(said: Mapping[str, Any]) -> str:
    acks, report = said["acknowledged"], next(each for each in said["steps"] if each["step"] == "report")
    return _("{n} acknowledgements, half of them within {half} ms; the report took {report} s").format(
        n=acks["n"],
        half=number(acks.get("p50_ms", 0), language(), 1),
        report=number(report["seconds"], language(), 2),
    )
