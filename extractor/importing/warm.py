"""What every worker needs, loaded once in the process that they are forked from: modules, mappings, the dictionary.

A small plan is read, so that what is built at its first use is there as well; the collector of garbage then leaves all
that alone, so that the workers share it with this process.
"""

import atexit
import gc
import os
from contextlib import suppress
from pathlib import Path

import extractor.importing.worker
import extractor.readers.docx
import extractor.readers.html
import extractor.readers.odt
import extractor.readers.pdf
import extractor.readers.rtf
import extractor.readers.text  # noqa: F401
from extractor.errors import ExtractorError
from extractor.exports.records import PlanRecord
from extractor.importing.guard import MARK, end_strays
from extractor.pipeline import extract

PLAN = Path(__file__).with_name("warm.html")

with suppress(ExtractorError):  # a wrong mapping is told of by the workers
    PlanRecord.of(extract(PLAN))
gc.collect()
gc.freeze()

_self = os.getpid()


@atexit.register
def _end_all() -> None:
    """When the import was killed: what its workers started goes as well."""
    if os.getpid() == _self and MARK in os.environ:
        end_strays(os.environ[MARK], None)
