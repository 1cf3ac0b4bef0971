"""Plan Extractor reads Russian work plans of schools and libraries into one clean dataset of events.

    >>> import extractor
    >>> plan = extractor.extract("plan.docx")            # doctest: +SKIP
    >>> plan.document.period, [e.title for e in plan.events]

Names are loaded when they are first used (PEP 562), so that `import extractor` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.errors import ExtractorError as ExtractorError
    from extractor.errors import LimitError as LimitError
    from extractor.errors import MappingError as MappingError
    from extractor.errors import MissingToolError as MissingToolError
    from extractor.errors import ReadError as ReadError
    from extractor.errors import UsageError as UsageError
    from extractor.exports.frames import Frames as Frames
    from extractor.exports.frames import load as load
    from extractor.fields.dates import parse_date as parse_date
    from extractor.fields.parties import parse_responsible as parse_responsible
    from extractor.model import SCHEMA_VERSION as SCHEMA_VERSION
    from extractor.model import Approval as Approval
    from extractor.model import Audience as Audience
    from extractor.model import DateExpression as DateExpression
    from extractor.model import Document as Document
    from extractor.model import Event as Event
    from extractor.model import Institution as Institution
    from extractor.model import Parties as Parties
    from extractor.model import Party as Party
    from extractor.model import Period as Period
    from extractor.model import Person as Person
    from extractor.model import PlanDocument as PlanDocument
    from extractor.model import Provenance as Provenance
    from extractor.model import Recurrence as Recurrence
    from extractor.model import Span as Span
    from extractor.model import Venue as Venue
    from extractor.pipeline import extract as extract
    from extractor.readers.limits import Limits as Limits
    from extractor.resolve import same_institution as same_institution

__version__ = "0.1.0"

_HOMES = {
    "extractor.pipeline": ("extract",),
    "extractor.exports.frames": ("Frames", "load"),
    "extractor.fields.dates": ("parse_date",),
    "extractor.fields.parties": ("parse_responsible",),
    "extractor.resolve": ("same_institution",),
    "extractor.readers.limits": ("Limits",),
    "extractor.errors": (
        "ExtractorError",
        "LimitError",
        "MappingError",
        "MissingToolError",
        "ReadError",
        "UsageError",
    ),
    "extractor.model": (
        "SCHEMA_VERSION",
        "Approval",
        "Audience",
        "DateExpression",
        "Document",
        "Event",
        "Institution",
        "Parties",
        "Party",
        "Period",
        "Person",
        "PlanDocument",
        "Provenance",
        "Recurrence",
        "Span",
        "Venue",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
