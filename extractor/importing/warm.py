"""What every worker needs, loaded once in the process that they are forked from."""

import extractor.importing.worker
import extractor.pipeline
import extractor.readers.docx
import extractor.readers.pdf  # noqa: F401
