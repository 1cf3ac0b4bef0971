"""Small XLSX and ODS files written by hand for the tests, the hostile ones too."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = {int: 0, float: 0, dt.date: 1, dt.datetime: 2, dt.time: 3}
_DAY_ZERO = dt.datetime(1899, 12, 30)
Rows = Sequence[Sequence[object]]


def pack(parts: Mapping[str, str | bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def make_xlsx(
    sheets: Mapping[str, Rows], merged: Sequence[str] = (), hidden: Sequence[str] = (), extra: str = ""
) -> bytes:
    """A workbook; `merged` (of the first sheet) as «A1:B2», `extra` is put behind the first sheet's rows."""
    names = list(sheets)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" '
            f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
            for part, kind in (
                ("workbook", "sheet.main"),
                ("styles", "styles"),
                *((f"worksheets/sheet{i}", "worksheet") for i in range(1, len(names) + 1)),
            )
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"'
            + (' state="hidden"/>' if name in hidden else "/>")
            for i, name in enumerate(names, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{i}" Type="{_RELS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(names) + 1)
        )
        + f'<Relationship Id="rId99" Type="{_RELS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/>'
        "</borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
        + "".join(f'<xf numFmtId="{code}" applyNumberFormat="1"/>' for code in (0, 14, 22, 20))
        + "</cellXfs></styleSheet>",
    }
    for i, rows in enumerate(sheets.values(), 1):
        cells = "".join(_row(number, row) for number, row in enumerate(rows, 1))
        ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged) if i == 1 else ""
        tail = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
        more = extra if i == 1 else ""
        parts[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}{more}</sheetData>{tail}</worksheet>'
        )
    return pack(parts)


def _row(number: int, row: Sequence[object]) -> str:
    cells = "".join(_cell(f"{chr(65 + col)}{number}", value) for col, value in enumerate(row) if value is not None)
    return f'<row r="{number}">{cells}</row>'


def _cell(ref: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{ref}" t="b"><v>{int(value)}</v></c>'
    return f'<c r="{ref}" s="{_STYLES[type(value)]}"><v>{_serial(value)}</v></c>'


def _serial(value: object) -> float:
    if isinstance(value, dt.time):
        return (value.hour * 60 + value.minute) / 1440
    if isinstance(value, dt.datetime):
        return (value - _DAY_ZERO) / dt.timedelta(days=1)
    if isinstance(value, dt.date):
        return (dt.datetime.combine(value, dt.time()) - _DAY_ZERO).days
    assert isinstance(value, (int, float))
    return value


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def make_ods(rows: str, name: str = "Лист1") -> bytes:
    """A workbook of one sheet; `rows` is its XML (`table:table-row` …)."""
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" '
        f'xmlns:text="{_OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="{name}">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return pack(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content},
        zipfile.ZIP_STORED,
    )
