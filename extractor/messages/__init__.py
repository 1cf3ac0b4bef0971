"""What the program says to people: Russian by default, English on request.

The sentences in the code are English; `ru/LC_MESSAGES/extractor.po` has the Russian ones (compiled to `.mo` by
`scripts/compile_messages.py`), those of click's own headings and errors too, since click asks gettext for them.
Codes (of errors and warnings) become sentences in `codes.py`.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

DOMAIN = "extractor"
FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("ru", "en")
DEFAULT = "ru"


def use(language: str) -> None:
    """Speak this language from now on. click's own texts follow, since they come through the same gettext domain."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)


def preferred(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the user's locale where it is English, else Russian."""
    locale = next((v for v in map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG")) if v), "")
    return "en" if locale.lower().startswith("en") else DEFAULT


def _(message: str) -> str:
    """The sentence in the language in use."""
    return gettext.dgettext(DOMAIN, message)


def N_(message: str) -> str:
    """The sentence as it is: marks for the catalogue what is looked up later."""
    return message


def translated(message: str, language: str) -> str:
    """The sentence in a language that is not the one in use: exports are in Russian whoever makes them."""
    catalogue = gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
    return catalogue.gettext(message) if message else ""


def plural(one: str, many: str, count: int) -> str:
    """The sentence that agrees with `count`, with `{n}` filled in: «1 событие», «2 события», «5 событий»."""
    return gettext.dngettext(DOMAIN, one, many, count).replace("{n}", f"{count}")
