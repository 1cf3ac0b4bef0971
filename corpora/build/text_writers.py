"""A plan as a text dump (two styles), as HTML and as a workbook."""

from __future__ import annotations

import datetime as dt
import html
import io
import textwrap
from typing import Any

from corpora.build.grid import Counters, printed, runs, spanned
from corpora.build.spec import LEFT, UP, Break, Para, Plan, Table, TextBox, plain


def _para_line(block: Para, counters: Counters) -> str:
    text = block.text.replace("\v", "\n")
    if block.level:
        text = f"{counters.next(block.level)} {text}"
    if block.bullet:
        text = f"- {text}"
    return printed(text, counters)[0] if text.startswith("@") else text


def _tabs(block: Table, counters: Counters) -> list[str]:
    """A row a line; a merged cell stands once, its other places are empty."""
    lines = []
    for row in block.rows:
        cells = ["" if x in (LEFT, UP) else " ".join(plain(y) for y in printed(x, counters)) for x in row]
        lines.append("\t".join(cells))
    return lines


def _cells(block: Table, counters: Counters) -> list[str]:
    """A cell a line behind a tab, its further lines flush left, a blank line after each row."""
    lines: list[str] = []
    for row in block.rows:
        for value in row:
            if value in (LEFT, UP):
                continue
            first, *rest = [plain(y) for y in printed(value, counters)]
            lines.append("\t" + first)
            lines.extend(rest)
        lines.append("")
    return lines


def _drawn(block: Table, counters: Counters) -> list[str]:
    """A table drawn with bars; long cells are wrapped on further lines of the row."""
    columns = max(len(r) for r in block.rows)
    widths = [6] + [24] * (columns - 1) if columns > 3 else [30] * columns
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    lines = [rule]
    for row in block.rows:
        texts = ["" if x in (LEFT, UP) else " ".join(plain(y) for y in printed(x, counters)) for x in row]
        if len(row) > 1 and all(x == LEFT for x in row[1:]):
            lines += ["| " + texts[0].ljust(len(rule) - 4) + " |", rule]
            continue
        cells = [textwrap.wrap(t, w) or [""] for t, w in zip(texts, widths, strict=True)]
        for i in range(max(map(len, cells))):
            parts = [(c[i] if i < len(c) else "").ljust(w) for c, w in zip(cells, widths, strict=True)]
            lines.append("| " + " | ".join(parts) + " |")
        lines.append(rule)
    return lines


TABLES = {"tabs": _tabs, "cells": _cells, "drawn": _drawn}


def txt_text(plan: Plan) -> str:
    """The plan as a text dump."""
    counters = Counters()
    lines: list[str] = []
    for block in plan.blocks:
        if isinstance(block, Para):
            line = _para_line(block, counters)
            lines.append(f"**{plain(line)}**" if block.bold and line else plain(line))
        elif isinstance(block, Table):
            lines.extend(TABLES[plan.style](block, counters))
            lines.append("")
        elif isinstance(block, TextBox):
            lines.extend([*block.lines, ""])
        else:
            lines.append("-----")
    return "\n".join(lines) + "\n"


def _inline(text: str) -> str:
    tags = {"bold": "b", "strike": "s", "ins": "ins", "del": "del"}
    parts = []
    for kind, part in runs(text):
        body = html.escape(part).replace("\v", "<br>")
        parts.append(f"<{tags[kind]}>{body}</{tags[kind]}>" if kind in tags else body)
    return "".join(parts)


def _html_lines(value: object, counters: Counters) -> str:
    parts: list[str] = []
    for line in str(value).split("\n"):
        if line.startswith(("* ", "# ")):
            tag = "ul" if line[0] == "*" else "ol"
            if parts and parts[-1].endswith(f"</{tag}>"):
                parts[-1] = parts[-1].removesuffix(f"</{tag}>") + f"<li>{_inline(line[2:])}</li></{tag}>"
            else:
                parts.append(f"<{tag}><li>{_inline(line[2:])}</li></{tag}>")
        else:
            parts.append(f"<p>{_inline(printed(line, counters)[0]) or '&nbsp;'}</p>")
    return "".join(parts)


def _html_table(block: Table, counters: Counters) -> str:
    rows = []
    for line in spanned(block):
        cells = []
        for cell in line:
            tag = "th" if cell.bold else "td"
            spans = (f' colspan="{cell.cols}"' if cell.cols > 1 else "") + (
                f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            )
            cells.append(f"<{tag}{spans}>{_html_lines(cell.value, counters)}</{tag}>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    border = ' border="1"' if block.borders else ""
    return f'<table{border} cellspacing="0">\n' + "\n".join(rows) + "\n</table>"


def html_text(plan: Plan) -> str:
    """The plan as a saved web page: navigation above, a footer below."""
    counters = Counters()
    parts: list[str] = []
    for block in plan.blocks:
        if isinstance(block, Para):
            tag = {"Heading 1": "h1", "Heading 2": "h2", "Heading 3": "h3"}.get(block.style or "", "p")
            body = _inline(_para_line(block, counters))
            body = f"<b>{body}</b>" if block.bold and tag == "p" else body
            parts.append(f'<{tag} align="{block.align}">{body or "&nbsp;"}</{tag}>')
        elif isinstance(block, Table):
            parts.append(_html_table(block, counters))
        elif isinstance(block, TextBox):
            parts.append("<div>" + "".join(f"<p>{html.escape(x)}</p>" for x in block.lines) + "</div>")
        else:
            parts.append("<hr>")
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="ru"><head><meta charset="{plan.encoding}">'
        f"<title>{html.escape(plan.head or '')}</title>"
        "<style>td{vertical-align:top}</style><script>var menu = 1;</script></head>\n<body>\n"
        f"{body}\n</body></html>\n"
    )


def xlsx_bytes(plan: Plan) -> bytes:
    """The plan as a workbook; dates stay real dates."""
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "План"
    row, counters = 1, Counters()
    for block in plan.blocks:
        if isinstance(block, Break):
            sheet, row = book.create_sheet(block.sheet), 1
        elif isinstance(block, Para):
            sheet.cell(row, 1, plain(_para_line(block, counters))).font = Font(bold=block.bold)
            row += 1
        elif isinstance(block, TextBox):
            for line in block.lines:
                sheet.cell(row, 1, line)
                row += 1
        else:
            for line in spanned(block):
                for cell in line:
                    at = sheet.cell(row + cell.row, 1 + cell.col)
                    value = cell.value
                    keep = isinstance(value, int | float | dt.date | dt.datetime | dt.time)
                    at.value = value if keep else "\n".join(plain(x) for x in printed(value, counters))
                    if isinstance(value, dt.datetime):
                        at.number_format = "DD.MM.YYYY HH:MM"
                    elif isinstance(value, dt.date):
                        at.number_format = "DD.MM.YYYY"
                    at.alignment = Alignment(wrap_text=True, vertical="top")
                    at.font = Font(bold=cell.bold)
                    if cell.rows > 1 or cell.cols > 1:
                        sheet.merge_cells(
                            start_row=row + cell.row,
                            end_row=row + cell.row + cell.rows - 1,
                            start_column=1 + cell.col,
                            end_column=cell.col + cell.cols,
                        )
            row += len(block.rows)
    book.properties.created = book.properties.modified = dt.datetime(2024, 1, 1)
    buffer = io.BytesIO()
    book.save(buffer)
    from corpora.build.docx_writer import _steady

    return _steady(buffer.getvalue())
