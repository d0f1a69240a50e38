"""Words in two languages: message ids are English, the Dutch ones come from the shipped catalogue.

One server writes a Dutch report while a screen reads English, so nothing here remembers "the" language: who
needs words asks for those of a language. The terminal's side binds one to its process: ``spilter_tui.i18n``.
"""

from functools import cache
from gettext import NullTranslations, translation
from os.path import dirname, join
from typing import Literal, TypeAlias, get_args

Language: TypeAlias = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE = join(dirname(__file__), "locale")  # without pathlib, which `--help` would wait for

Words: TypeAlias = NullTranslations
"""What ``words`` gives: use its ``gettext(message)`` and ``ngettext(one, many, n)``."""


@cache
def words(language: Language) -> Words:
    """The words of a language; a message without a translation comes back as it is, in English."""
    if language == "en":
        return NullTranslations()
    return translation("spilter", LOCALE, [language])


def language_of(catalogue: Words) -> Language:
    """Which language these words are in."""
    return "nl" if catalogue.info().get("language") == "nl" else "en"


def N_(message: str) -> str:
    """The message itself: marks a constant for the catalogue, to be translated where it is shown."""
    return message
