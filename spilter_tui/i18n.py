"""The words of this laptop: one language a process, chosen before the first screen."""

from collections.abc import Mapping
from typing import Protocol

from server.domain.i18n import LANGUAGES, N_, Language, Words, words

__all__ = ["N_", "_", "language", "language_from", "ngettext", "saying", "use"]

_language: Language = "nl"


def use(language: Language) -> None:
    """From now on ``_`` and ``ngettext`` speak this language."""
    global _language
    _language = language


def language() -> Language:
    """The language in use; Dutch until somebody chooses."""
    return _language


def language_from(environment: Mapping[str, str]) -> Language:
    """The language that SPILTER_LANGUAGE asks for, else the locale; Dutch where neither names one we know."""
    names = ("SPILTER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((environment[name] for name in names if environment.get(name)), "")
    return next((known for known in LANGUAGES if asked.lower().startswith(known)), "nl")


def _(message: str) -> str:
    """The message in the language in use; call it where words are shown, never while a module is imported."""
    return words(_language).gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The form of the message that goes with ``n``; fill ``{n}`` in yourself with ``format``."""
    return words(_language).ngettext(one, many, n)


class Spoken(Protocol):
    """Something that has a sentence in any language."""

    def sentence(self, words: Words) -> str:
        """It, in the words of a language."""


def saying(spoken: Spoken) -> str:
    """Its sentence in the language in use."""
    return spoken.sentence(words(_language))
