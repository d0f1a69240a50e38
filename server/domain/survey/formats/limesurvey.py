"""LimeSurvey's own format, XML: a whole survey (.lss), a group (.lsg) or one question (.lsq), of versions 2 to 6.

Up to version 3 each row of questions, groups and answers is there once a language; later the texts have tables of
their own (`question_l10ns`). Both are read alike: a row, completed by its text in the language that is chosen.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from server.domain.i18n import LANGUAGES, Language, words
from server.domain.survey.drafts import DraftPage, Found
from server.domain.survey.formats.limesurvey_kinds import Asked, drafts
from server.domain.survey.formulas import OPERATORS, VALUE, Compared, value_of
from server.domain.survey.markup import text_of
from server.domain.survey.notes import Note
from server.domain.survey.questions import Option, Question

Row = dict[str, str]

_NAME = r"(?P<name>[A-Za-z]\w*)(?:\.(?:NAOK|value|code))*"
_COMPARED = re.compile(rf"{_NAME}\s*(?P<how>==|!=|<=|>=|<|>|\b(?:eq|ne|lt|gt|le|ge)\b)\s*{VALUE}")
_ANSWERED = re.compile(rf"!\s*is_empty\(\s*{_NAME}\s*\)")
_EXPRESSION = re.compile(r"\{[A-Za-z][^{}\n]*\}")


def is_limesurvey(root: Element) -> bool:
    """Whether an XML file is a survey, a group or a question of LimeSurvey."""
    return root.tag == "document" and root.find("LimeSurveyDocType") is not None


def read(root: Element, language: Language) -> Found:
    """What is in the file, in this language if it has it, else in its own."""
    spoken = _language(root, language)
    (title, intro), pages, notes = _titles(root, spoken), [], []
    formulas, together = _formulas(root, spoken), _asked(root, spoken)
    speak = words(spoken[:2] if spoken[:2] in LANGUAGES else "en")
    for group in _groups(root, spoken):
        found, said = drafts(together.pop(group["gid"], []), formulas, speak)
        pages.append(DraftPage(tuple(found), text_of(group.get("group_name", ""))))
        notes += said
    for rest in together.values():
        found, said = drafts(rest, formulas, speak)
        pages.append(DraftPage(tuple(found)))
        notes += said
    notes += _fills_in(pages)
    if spoken[:2] != language:
        notes.insert(0, Note("language", {"wanted": language, "found": spoken}))
    return Found(tuple(pages), _comparison, title, intro, tuple(notes))


def _language(root: Element, language: str) -> str:
    """The file's language that is nearest to what is wanted: nl, nl-informal, else its own."""
    there = [each.text or "" for each in root.iterfind("languages/language")]
    own = next((row["language"] for row in _rows(root, "surveys") if row.get("language")), "")
    near = sorted(each for each in there if each == language or each.startswith(f"{language}-"))
    return next(iter([*near, own, *there]), "") or own or (there[0] if there else "en")


def _rows(root: Element, table: str) -> list[Row]:
    return [{field.tag: (field.text or "").strip() for field in row} for row in root.iterfind(f"{table}/rows/row")]


def _told(root: Element, tables: Sequence[str], texts: str, keys: Sequence[str], spoken: str) -> list[Row]:
    """The rows of tables, each once, with its texts in the language spoken, else in whatever it has first."""
    told: dict[tuple[str, ...], Row] = {}
    for row in [row for table in tables for row in _rows(root, table)]:
        key = tuple(row.get(name, "") for name in keys)
        if key not in told or row.get("language") == spoken:
            told[key] = row
    said: dict[tuple[str, ...], Row] = {}
    for row in _rows(root, texts):
        key = tuple(row.get(name, "") for name in keys[:1])
        if key not in said or row.get("language") == spoken:
            said[key] = row
    return [row | said.get(key[:1], {}) for key, row in told.items()]


def _titles(root: Element, spoken: str) -> tuple[str, str]:
    """Title and welcome of the survey."""
    rows = _rows(root, "surveys_languagesettings")
    row = next((row for row in rows if row.get("surveyls_language") == spoken), rows[0] if rows else {})
    return text_of(row.get("surveyls_title", "")), text_of(row.get("surveyls_welcometext", ""))


def _groups(root: Element, spoken: str) -> list[Row]:
    found = [row for row in _told(root, ["groups"], "group_l10ns", ["gid"], spoken) if "gid" in row]
    return sorted(found, key=lambda row: _place(row, "group_order"))


def _place(row: Row, name: str) -> tuple[int, str]:
    digits = row.get(name, "")
    return (int(digits) if re.fullmatch(r"\d{1,9}", digits) else 0), digits


def _questions(root: Element, spoken: str) -> list[Row]:
    found = _told(root, ["questions", "subquestions"], "question_l10ns", ["qid"], spoken)
    return sorted((row for row in found if row.get("qid")), key=lambda row: _place(row, "question_order"))


def _asked(root: Element, spoken: str) -> dict[str, list[Asked]]:
    """The questions by the id of their group."""
    rows = _questions(root, spoken)
    parts, answers, settings = defaultdict(list), _answers(root, spoken), _settings(root, spoken)
    for row in rows:
        if row.get("scale_id", "0") in ("", "0"):
            parts[row.get("parent_qid", "0")].append(Option(row.get("title", ""), text_of(row.get("question", ""))))
    found: dict[str, list[Asked]] = defaultdict(list)
    for row in rows:
        if row.get("parent_qid", "0") in ("", "0"):
            key = row["qid"]
            its = Asked(row.get("type", ""), _question(row), tuple(parts[key]), answers.get(key, {}), settings[key])
            found[row.get("gid", "")].append(its)
    return found


def _question(row: Row) -> Question:
    """The question whatever its kind, which the type decides."""
    key, text = row.get("title", "") or f"q{row['qid']}", text_of(row.get("question", ""))
    required, other = row.get("mandatory") == "Y", row.get("other") == "Y"
    return Question(key, "text", text, text_of(row.get("help", "")), required=required, other=other)


def _answers(root: Element, spoken: str) -> dict[str, dict[str, tuple[Option, ...]]]:
    """Of each question the options of each scale."""
    found: dict[str, dict[str, tuple[Option, ...]]] = defaultdict(dict)
    rows = _told(root, ["answers"], "answer_l10ns", ["aid", "qid", "code", "scale_id"], spoken)
    for row in sorted(rows, key=lambda row: _place(row, "sortorder")):
        scales, scale = found[row.get("qid", "")], row.get("scale_id") or "0"
        scales[scale] = (*scales.get(scale, ()), Option(row.get("code", ""), text_of(row.get("answer", ""))))
    return found


def _settings(root: Element, spoken: str) -> dict[str, Row]:
    found: dict[str, Row] = defaultdict(dict)
    for row in _rows(root, "question_attributes"):
        if row.get("language", "") in ("", spoken):
            found[row.get("qid", "")][row.get("attribute", "")] = row.get("value", "")
    return found


def _formulas(root: Element, spoken: str) -> dict[str, str]:
    """When each question is asked, by its title: where its group is asked and its own formula holds."""
    groups = {row["gid"]: row.get("grelevance", "") for row in _groups(root, spoken)}
    found = {}
    for row in _questions(root, spoken):
        both = [
            each for each in (groups.get(row.get("gid", ""), ""), row.get("relevance", "")) if each not in ("", "1")
        ]
        found[row.get("title", "") or f"q{row['qid']}"] = " and ".join(f"({each})" for each in both)
    return found


def _comparison(piece: str) -> Compared | None:
    """`Q1.NAOK == "A2"`, `Q2_SQ001 == "Y"`, `!is_empty(Q1.NAOK)`."""
    if found := _COMPARED.fullmatch(piece):
        value = value_of(found)
        how = OPERATORS[found["how"]]
        return Compared(found["name"], "answered" if (how, value) == ("is_not", "") else how, value)
    answered = _ANSWERED.fullmatch(piece)
    return Compared(answered["name"], "answered") if answered else None


def _fills_in(pages: Sequence[DraftPage]) -> list[Note]:
    """The questions whose text LimeSurvey completes with an earlier answer, which stands there as a formula."""
    texts = [draft.question.text for page in pages for draft in page.drafts]
    return [Note("fills_in", {"question": text[:60]}) for text in texts if _EXPRESSION.search(text)]
