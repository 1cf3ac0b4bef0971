"""Codes of errors and warnings as sentences: what is wrong, and what a person can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.errors import ExtractorError
from extractor.messages import _


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code says to people, in English as the catalogue keys it: use `said` and `advised`."""

    what: str
    remedy: str = ""

    @property
    def said(self) -> str:
        """What it is, in the language in use."""
        return _(self.what)

    @property
    def advised(self) -> str:
        """What to do about it, in the language in use."""
        return _(self.remedy) if self.remedy else ""


ERRORS = {
    "empty_file": Meaning("the file is empty", "Ask for the file once more: it was not sent whole."),
    "empty_document": Meaning(
        "there is no text in the document", "If it is a picture of a plan, it needs recognition."
    ),
    "unknown_format": Meaning(
        "this is no document of a known format", "Save it as DOCX or PDF; `extractor formats` lists what is read."
    ),
    "archive": Meaning("this is an archive, not a document", "Unpack it and give the folder."),
    "empty_archive": Meaning("there is no document in the archive", "Ask for the documents once more."),
    "damaged": Meaning("the file is damaged", "Open it in an office program and save it anew."),
    "encrypted": Meaning(
        "the document is under a password", "Give it with --password, or save the document without it."
    ),
    "wrong_password": Meaning("the password does not fit the document", "Ask its author for the right one."),
    "unsupported_encryption": Meaning(
        "the document is locked in a way that is not read", "Save it without the password."
    ),
    "limit": Meaning(
        "the document asks for more than it is allowed",
        "If it is honest, raise the limit that is named (--limits NAME=VALUE, --memory).",
    ),
    "missing_tool": Meaning("a program needed for this format is missing", "`extractor formats` says what to install."),
    "no_text_layer": Meaning(
        "the PDF holds pictures of pages and no text", "Find the Word file, or recognise the scan first."
    ),
    "no_text": Meaning("no text was recognised in the picture", "Scan it anew, larger and straight."),
    "ocr_failed": Meaning(
        "the recognition of the picture failed", "Check that tesseract works, with its Russian data."
    ),
    "old_word": Meaning("the document is older than Word 97", "Save it as DOCX, or install LibreOffice."),
    "timeout": Meaning("reading took longer than allowed", "Raise --timeout, or save the document as DOCX."),
    "crashed": Meaning(
        "the program failed on this document", "Save the document anew; if that does not help, send it to the authors."
    ),
    "unreadable": Meaning("the file could not be read", "Open it in an office program and save it anew."),
    "not_found": Meaning("there is no such file", "Check the name."),
    "permission": Meaning("the file may not be opened", "Check who may read it."),
    "not_a_file": Meaning("this is no ordinary file", "Give a file or, to `extractor import`, a folder."),
    "mapping": Meaning(
        "a mapping file is wrong", "Mend the entry that is named; the built-in mappings are an example."
    ),
    "usage": Meaning("the arguments do not fit together", "See `--help`."),
    "query": Meaning("the query is wrong", "`extractor query DIR` lists the tables with their columns."),
    "query_number": Meaning("one query is asked at a time", "Give one SELECT."),
    "query_writes": Meaning("the query does not only read", "Give a SELECT: the dataset is not changed."),
    "gold": Meaning("the gold is not of the form that is measured", "Compare it with a file of corpora/gold."),
    "dataset": Meaning("this is no dataset", "Give a dataset.json of `extractor import`."),
    "floors": Meaning("the file of floors cannot be used", "Make it anew with --update-floors."),
    "floors_missing": Meaning("there is nothing to raise the floors in", "Give the file with --floors."),
    "no_plan_file": Meaning("the plan of this gold was not found near it", "Put the plan beside its gold."),
    "locked": Meaning("another import is writing into this folder", "Wait until it has ended."),
    "no_store": Meaning("there is no store of an import", "Make it with `extractor import PATH... -o DIR`."),
    "not_a_store": Meaning("this is not the store of an import", "Give another folder, or move this file away."),
    "store_newer": Meaning("the store was made by a newer version of the program", "Install that version."),
    "store_full": Meaning("the disk of the store is full", "Make room, and start the import again: it goes on."),
    "store_busy": Meaning("the store is held by another program", "Wait until it has ended."),
    "store_url": Meaning("this is no address of a PostgreSQL database", "Give it as shown in brackets."),
    "store_unreachable": Meaning(
        "the PostgreSQL server cannot be reached",
        "Check the address, and the password (in the address, in PGPASSWORD or in ~/.pgpass).",
    ),
    "missing_driver": Meaning(
        "the driver for PostgreSQL is not installed", "Install it: pip install 'plan-extractor[postgresql]'."
    ),
    "store_failed": Meaning("the store cannot be used", "Check the disk and the rights of the folder."),
    "no_words": Meaning("there is no word in what to search for", "Give words, or leave them out."),
    "error": Meaning("the file could not be read", "Open it in an office program and save it anew."),
}

WARNINGS = {
    "date_missing": Meaning("no date", "Add the date to the plan."),
    "date_unparsed": Meaning("the date was not understood", "Check the date: it may be impossible or mistyped."),
    "outside_plan_period": Meaning("the date is outside the plan's period", "Check the year in the date or the title."),
    "year_inferred_from_rows": Meaning("the year was inferred from the rows", "Give the plan's period in its title."),
    "date_alignment_ambiguous": Meaning(
        "it is not clear which date belongs to which point", "Give each point its own row or its own date."
    ),
    "responsible_missing": Meaning("nobody is responsible", "Name who is responsible."),
    "number_gap": Meaning("a number is missing before this row", "Check whether a row was lost."),
    "duplicate_row": Meaning("the row repeats another one", "Delete one of the two."),
    "row_continued": Meaning("the row was put together from parts on two pages", "Compare it with the document."),
    "format_mismatch": Meaning("the file's extension is not that of its content", "Rename the file."),
    "period_missing": Meaning("the plan's period is not known", "Give the period in the plan's title."),
    "no_plan_found": Meaning("this is no plan", "If it is one after all, check its tables and headings."),
    "responsible_unparsed": Meaning("it was not understood who is responsible", "Check the names and posts."),
    "weekday_mismatch": Meaning(
        "the day of the week is not that of the date", "Check the date: one of the two is mistyped."
    ),
    "hidden_sheet": Meaning("hidden sheets were not read", "Show them in the spreadsheet if they belong to the plan."),
    "hidden_rows": Meaning(
        "hidden rows or columns were not read",
        "Show them in the spreadsheet (and its filter off) if they belong to it.",
    ),
    "embedded_object": Meaning("an embedded object was not read", "Put its text into the document itself."),
    "macros": Meaning(
        "programs (macros) come with the file", "They were not run; be careful when you open it in an office program."
    ),
    "truncated_file": Meaning(
        "the file breaks off before its end", "Ask for the file once more: it was not sent whole."
    ),
    "damaged_part": Meaning(
        "a part of the file is damaged", "Compare the rows with the document, or ask for the file once more."
    ),
    "undecodable_bytes": Meaning("some letters could not be read", "Save the text in UTF-8."),
    "page_unreadable": Meaning("a page could not be read", "Open the file in an office program and save it anew."),
    "page_without_text": Meaning("a page is a picture", "Find the Word file, or recognise the scan first."),
    "garbled_text": Meaning(
        "the text of the PDF is garbled", "Find the Word file: letters of this PDF are not what they show."
    ),
    "font_encoding_guessed": Meaning(
        "letters of the PDF were guessed by their font", "Compare names and numbers with the PDF."
    ),
    "no_events": Meaning("no events were found", "Check that this is a plan with rows or a list."),
}


def error_meaning(code: str) -> Meaning:
    """The sentence of an error's code."""
    return ERRORS.get(code, ERRORS["error"])


def warning_meaning(code: str) -> Meaning:
    """The sentence of a warning's code; an unknown code speaks for itself."""
    return WARNINGS.get(code) or Meaning(code)


def error_line(error: ExtractorError, source: str | None = None) -> str:
    """One line for people: `file: reason (detail). Remedy`."""
    meaning = error_meaning(error.code)
    detail = f" ({error.detail})" if error.detail else ""
    where = source if source is not None else error.source
    return f"{where + ': ' if where else ''}{meaning.said}{detail}. {meaning.advised}".replace("\n", " ")
