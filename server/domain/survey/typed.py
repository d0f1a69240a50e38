"""What people type in answer to a question, as an answer."""

import re

from server.domain.survey.questions import Answer, Question


def written(question: Question, text: str) -> Answer | None:
    """What was typed, as an answer: a number with a comma or a point, a day in either order; else the text itself."""
    plain = text.strip()
    if question.kind == "number" and re.fullmatch(r"-?\d{1,15}([.,]\d{1,9})?", plain, re.ASCII):
        value = float(plain.replace(",", "."))
        return int(value) if value.is_integer() else value
    if question.kind == "date" and (found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", plain, re.ASCII)):
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    if question.kind in ("number", "date"):
        return plain or None
    return text if plain else None
