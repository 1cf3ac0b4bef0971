"""`extractor` with the reader of the faults: `python -m tests.faults.go import FOLDER -o DIR`.

Each worker imports this module anew: what is heavy stands below.
"""

if __name__ == "__main__":
    from functools import partial

    from extractor.cli import main
    from extractor.importing import run
    from tests.faults.reader import EXTRACT

    run.ImportOptions = partial(run.ImportOptions, extract=EXTRACT)  # type: ignore[assignment, misc]
    main()
