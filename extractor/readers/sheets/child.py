"""The process that reads an XLS: its bytes on the standard input, JSON on the standard output.

`python -m extractor.readers.sheets.child CELLS SECONDS`
"""

from __future__ import annotations

import json
import sys

from extractor.readers.limits import Limits
from extractor.readers.sheets.excel import as_answer

_MEMORY = 1 << 30


def _cap_memory() -> None:
    """At most a gigabyte, where the system can hold a process to it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def main() -> None:
    """Reads one workbook."""
    _cap_memory()
    limits = Limits(cells=int(sys.argv[1]), seconds=float(sys.argv[2]))
    answer = as_answer(sys.stdin.buffer.read(), limits)
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main()
