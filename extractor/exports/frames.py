"""`extractor.load(DIR)`: an imported dataset as typed pandas frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.exports.columns import Column, Table
from extractor.exports.relations import DATES, DOCUMENTS, EVENTS, INSTITUTIONS, MENTIONS, PARTIES, SOURCES, TABLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True, eq=False)
class Frames:
    """The dataset as tables that join by `document_id`, `event_id` and `institution_id`.

    `dates` has a row for each span of an event, `parties` one for each responsible party and participant,
    `institutions` one for each mention of an institution in an event, `bodies` one for each institution, `sources` one
    for each file. Days are datetimes, closed lists categories, whole numbers Int64, lists lists.
    """

    documents: pd.DataFrame
    events: pd.DataFrame
    dates: pd.DataFrame
    parties: pd.DataFrame
    institutions: pd.DataFrame
    bodies: pd.DataFrame
    sources: pd.DataFrame

    def __repr__(self) -> str:
        """How many rows each table has."""
        sizes = ", ".join(f"{f.name}: {len(getattr(self, f.name))}" for f in fields(self))
        return f"Frames({sizes})"


_TABLES: Mapping[str, Table] = {
    "documents": DOCUMENTS,
    "events": EVENTS,
    "dates": DATES,
    "parties": PARTIES,
    "institutions": MENTIONS,
    "bodies": INSTITUTIONS,
    "sources": SOURCES,
}


def load(folder: str | Path) -> Frames:
    """The dataset that `extractor import` wrote to a folder: from its Parquet files, else from dataset.json.

    Raises:
        ReadError: there is no dataset in the folder, or it is none.
    """
    found = read_tables(Path(folder))
    return Frames(**{name: _frame(found[table.name], table) for name, table in _TABLES.items()})


def read_tables(folder: Path) -> dict[str, pa.Table]:
    """The tables of a dataset by their names, the same from either source.

    Raises:
        ReadError: there is no dataset in the folder, or it is none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from extractor.errors import ReadError
    from extractor.exports.dataset import DATASET
    from extractor.exports.folder import read_folder
    from extractor.exports.parquet import arrow_schema, in_memory
    from extractor.exports.plan import Plan

    paths = parquet_files(folder)
    if not paths:
        content = read_folder(folder)
        try:
            return in_memory(Plan.of(record, content.same_as) for record in content.records)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ReadError(type(error).__name__, source=str(folder / DATASET), code="damaged") from error
    found = {}
    for table in TABLES:
        try:
            found[table.name] = pq.read_table(paths[table.name]).cast(arrow_schema(table))
        except (pa.ArrowException, OSError, ValueError) as error:
            raise ReadError(type(error).__name__, source=str(paths[table.name]), code="damaged") from error
    return found


def parquet_files(folder: Path) -> dict[str, Path]:
    """The Parquet files of a dataset by their tables' names; none where one is missing or dataset.json is newer.

    What is written together has one time of change; a newer dataset.json was written without them.
    """
    from extractor.exports.dataset import DATASET

    paths = {table.name: folder / f"{table.name}.parquet" for table in TABLES}
    if not all(path.is_file() for path in paths.values()):
        return {}
    dataset = folder / DATASET
    newer = dataset.is_file() and dataset.stat().st_mtime_ns > paths[EVENTS.name].stat().st_mtime_ns
    return {} if newer else paths


def _frame(table: pa.Table, described: Table) -> pd.DataFrame:
    import pandas as pd

    columns = {c.name: c for c in described.columns}
    return pd.DataFrame({name: _series(table[name], columns[name]) for name in table.column_names})


def _series(values: pa.ChunkedArray, column: Column) -> pd.Series[Any]:
    """A column with the type that fits its kind."""
    import pandas as pd
    import pyarrow as pa

    if column.kind == "date":
        return pd.Series(values.cast(pa.timestamp("us")).to_pandas())
    if column.kind == "integer":
        return pd.Series(values.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get))
    if column.kind == "code":
        return pd.Series(values.cast(pa.string()).to_pandas()).astype("category")
    if column.kind in ("string", "number", "boolean"):
        return pd.Series(values.to_pandas())
    found = values.to_pylist()
    return pd.Series([dict(value) for value in found] if column.kind == "mapping" else found, dtype="object")
