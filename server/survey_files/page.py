"""A survey as one HTML page that works from a file: no address outside it, the answers leave as a file of their own."""

import base64
import hashlib
from importlib.resources import files

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from server.domain.i18n import N_, Language, words
from server.domain.survey.questions import Survey
from server.domain.text import display

SENTENCES = {
    "other": N_("Something else"),
    "required": N_("This question must be answered."),
    "must": N_("This question must be answered."),
    "most": N_("At most {n}."),
    "rows": N_("Something must be chosen in every row."),
    "number": N_("Write a number, in figures."),
    "low": N_("The number must not be below {limit}."),
    "high": N_("The number must not be above {limit}."),
    "decimals": N_("Use no more than {limit} decimals."),
    "place": N_("Place {n}"),
    "left": N_("{n} questions to go"),
    "none_left": N_("Everything is filled in"),
    "file": N_("answer"),
    "saved": N_("Your answers are in the file {name}, among your downloads. Send that file back."),
}


def render(survey: Survey, activity: str, language: Language, reply: str = "") -> str:
    """The page. `activity`: the id by which the answers are known; `reply`: where to send the file."""
    _ = words(language).gettext
    script, style = (files(__package__).joinpath(name).read_text("utf-8") for name in ("form.js", "form.css"))
    data = {
        "survey": shown(survey),
        "words": {name: _(sentence) for name, sentence in SENTENCES.items()},
        "activity": activity,
        "language": language,
    }
    environment = Environment(
        loader=PackageLoader("server.survey_files", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.globals["_"] = _
    environment.filters["show"] = display
    return environment.get_template("form.html").render(
        survey=survey,
        language=language,
        reply=reply,
        script=script,
        script_hash=_hash(script),
        style=style,
        style_hash=_hash(style),
        data=_inert(msgspec.json.encode(data).decode()),
    )


def shown(survey: Survey) -> object:
    """A survey as the page gets it: its texts in the form that hides nothing and turns no direction."""
    return _display(msgspec.to_builtins(survey))


TEXTS = frozenset({"text", "title", "help", "unit", "labels"})


def _display(value: object, name: str = "") -> object:
    if isinstance(value, dict):
        return {key: _display(each, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_display(each, name) for each in value]
    return display(value) if isinstance(value, str) and name in TEXTS else value


def _inert(json: str) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or begins a comment."""
    return json.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def _hash(text: str) -> str:
    """What the page's own policy calls this script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
