"""Reading a survey that was made elsewhere: bytes in, a survey that can be asked out, and what was left out of it."""

from server.domain.i18n import Language
from server.domain.sheet import BadFile, Fault
from server.domain.survey.drafts import Definition, finish
from server.domain.survey.formats import limesurvey, xlsform
from server.domain.survey.markup import xml
from server.domain.survey.sniffing import looks_like_markup, refuse_binary


def read(data: bytes, language: Language) -> Definition:
    """The survey in a file of LimeSurvey or XLSForm, in this language where it has it; `BadFile` without one."""
    refuse_binary(data)
    if looks_like_markup(data):
        root = xml(data)
        if not limesurvey.is_limesurvey(root):
            raise BadFile([Fault(1, "no_survey")])
        return finish(limesurvey.read(root, language))
    tables = xlsform.tables_of(data)
    if tables is None:
        raise BadFile([Fault(1, "no_survey")])
    return finish(xlsform.read(tables, language))


def is_definition(data: bytes) -> bool:
    """Whether a file is a survey rather than answers to one; nothing is said of whether it can be read."""
    try:
        return looks_like_markup(data) or xlsform.tables_of(data) is not None
    except BadFile:
        return False
