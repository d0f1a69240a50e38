"""What was answered to each question, as data for the report."""

from collections.abc import Sequence
from typing import Any

from server.domain.survey import counting
from server.domain.survey.counting import Ranked, Ranking
from server.domain.survey.questions import Answer, Question
from server.domain.survey.sheets import Kept, Typed, by_question


def of_ranked(ranking: Ranking, ranked: Ranked, key: str) -> dict[str, Any]:
    """Something that was ranked: by which question and measure, its rank, votes, n and score."""
    return {
        "id": key,
        "text": ranked.option.text,
        "question": ranking.question.id,
        "measure": ranking.measure,
        "rank": ranked.rank,
        "votes": ranked.votes,
        "n": ranked.n,
        "share": round(float(ranked.share), 4),
        "score": round(float(ranked.score), 4),
    }


def of_question(question: Question, sheets: Sequence[Kept], typed: Sequence[Typed]) -> dict[str, Any]:
    """A question with its n and how its answers are spread."""
    answers = by_question(sheets, question.id)
    texts = [text.id for text in typed if text.question == question.id]
    n = len(texts) if question.kind in ("text", "long") else len(answers)
    found = {"id": question.id, "kind": question.kind, "text": question.text, "n": n}
    return {**found, **_spread(question, answers), **({"entries": texts} if texts else {})}


def _spread(question: Question, answers: Sequence[Answer]) -> dict[str, Any]:
    match question.kind:
        case "single" | "multiple" | "top":
            counted = counting.choices(question, answers)
            return {"votes": [{"id": c.option.id, "text": c.option.text, "votes": c.votes} for c in counted]}
        case "grid":
            texts = {row.id: row.text for row in question.rows}
            columns = [{"id": column.id, "text": column.text} for column in question.options]
            counts = counting.columns(question, answers)
            rows = [{"id": row, "text": texts[row], "votes": list(each.values())} for row, each in counts.items()]
            return {"columns": columns, "rows": rows}
        case "ranking":
            found = counting.orders(question, answers)
            points = {key: float(value) for key, value in found.points.items()}
            return {"points": points, "firsts": {key: int(value) for key, value in found.firsts.items()}}
        case "scale":
            summary = counting.scale(question, answers)
            mean = None if summary.mean is None else round(float(summary.mean), 4)
            steps = {str(step): n for step, n in summary.counts.items()}
            return {"distribution": steps, "mean": mean, "sd": summary.sd and round(summary.sd, 4)}
        case "number":
            return _numbers(answers)
        case "date":
            return {"days": counting.days(answers)}
    return {}


def _numbers(answers: Sequence[Answer]) -> dict[str, Any]:
    spread = counting.numbers(answers)
    if spread is None:
        return {}
    quarters = spread.quartiles
    found = {"lower": quarters.lower, "median": quarters.median, "upper": quarters.upper, "mean": spread.mean}
    return {"lowest": spread.lowest, "highest": spread.highest} | {k: round(float(v), 4) for k, v in found.items()}
