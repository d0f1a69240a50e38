"""A survey with a question of every kind, for the files that are filled in before the day."""

from server.domain.survey.questions import Answer, Clause, Condition, Option, Page, Question, Survey

ABC = (Option("a", "Aap & <b>noot</b>"), Option("b", "Beer"), Option("c", "Civetkat"))
RARE = "“Wat” weegt {zwaar}? </script><script>alert(1)</script>"

EVERY = Survey(
    (
        Page(
            (
                Question("single", "single", "Welk dier?", options=ABC, other=True, required=True),
                Question("multiple", "multiple", "Welke kent u?", options=ABC, other=True),
                Question("top", "top", RARE, options=ABC, most=2),
                Question("scale", "scale", "Hoe was het?", low=0, high=4, labels=("slecht", "goed")),
                Question("why", "long", "Waarom?", when=Condition((Clause("scale", "less", 2),))),
            ),
            "Dieren",
        ),
        Page(
            (
                Question("number", "number", "Hoeveel uur?", minimum=0, maximum=24, decimals=1, unit="uur"),
                Question("date", "date", "Welke dag?"),
                Question("text", "text", "Hoe heet het?"),
                Question("ranking", "ranking", "Welke volgorde?", options=ABC),
                Question("grid", "grid", "Hoe vaak?", rows=ABC[:2], options=ABC),
            ),
            "Verder",
        ),
        Page(
            (Question("last", "text", "Nog iets?", when=Condition((Clause("single", "is", "b"),))),), "Alleen bij beren"
        ),
    ),
    "Enquête over “dieren”",
    "Wat u invult,\nblijft van u.",
)

ANSWERS: dict[str, Answer] = {
    "single": "other:Das\u00a0& <i>ree</i>",
    "multiple": ("a", "c", "other:Eend"),
    "top": ("b", "c"),
    "scale": 1,
    "why": 'Eerste regel\ntweede: "regel"',
    "number": 7.5,
    "date": "2026-11-21",
    "text": "[x] €5",
    "ranking": ("c", "a", "b"),
    "grid": {"a": "b", "b": "c"},
}
