"""Small PDF files written by hand for the tests: no library, no font file.

The font is Helvetica with letters of one width; what its codes mean stands in a ToUnicode map alone, so a file without
the map comes out as garbage, as files of some printers do.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ALPHABET = (
    ' !"%()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz«»–—№•'
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁабвгдежзийклмнопрстуфхцчшщъыьэюяё"
)
CODES = dict(zip(ALPHABET, [*range(32, 127), *range(161, 256)], strict=False))
A4 = (595.0, 842.0)


@dataclass
class Sheet:
    """One page: `text` and `line` take points from the top left corner as the page is written."""

    size: tuple[float, float] = A4
    rotate: int = 0
    encoding: str | None = None
    parts: list[str] = field(default_factory=list)
    jpeg: tuple[bytes, int, int] | None = None

    def scanned(self, jpeg: bytes, width: int, height: int) -> Sheet:
        """A grey picture of so many pixels over the whole page; text that is written on it cannot be seen."""
        self.jpeg = jpeg, width, height
        self.parts[:0] = [f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm /Im Do Q 3 Tr"]
        return self

    def text(self, x: float, y: float, words: str, size: float = 10, bold: bool = False, turned: bool = False) -> Sheet:
        """`y` is the line the letters stand on; `turned` text goes up."""
        codes = words.encode(self.encoding).hex() if self.encoding else "".join(f"{CODES[c]:02x}" for c in words)
        matrix = f"0 1 -1 0 {x} {self.size[1] - y}" if turned else f"1 0 0 1 {x} {self.size[1] - y}"
        self.parts.append(f"BT /{'F2' if bold else 'F1'} {size} Tf {matrix} Tm <{codes}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.parts.append(f"{x0} {self.size[1] - y0} m {x1} {self.size[1] - y1} l S")
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.parts.append(f"{x0} {self.size[1] - y1} {x1 - x0} {y1 - y0} re S")
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        """All rulings of a plain table."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def table(self, xs: list[float], top: float, rows: list[list[str]], height: float = 30.0) -> Sheet:
        """A ruled table with one text a cell; `\\n` begins a new line in the cell."""
        self.grid(xs, [top + height * index for index in range(len(rows) + 1)])
        for row, cells in enumerate(rows):
            for x, cell in zip(xs, cells, strict=False):
                for number, words in enumerate(cell.split("\n")):
                    self.text(x + 3, top + row * height + 11 + 12 * number, words)
        return self


def shapes(count: int) -> Sheet:
    """A page of so many small octagons and no letter, as text turned into curves comes."""
    sheet = Sheet()
    for number in range(count):
        x, y = 50 + number % 20 * 24, 750 - number // 20 * 24
        corners = ((3, 0), (9, 0), (12, 3), (12, 9), (9, 12), (3, 12), (0, 9), (0, 3))
        steps = (f"{x + dx} {y + dy} {'l' if index else 'm'}" for index, (dx, dy) in enumerate(corners))
        sheet.parts.append(" ".join(steps) + " f")
    return sheet


def make_pdf(*sheets: Sheet, unicode_map: bool = True) -> bytes:
    """The file; without the Unicode map the letters are codes that mean nothing."""
    count = len(sheets)
    fonts = 3 + 2 * count
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{3 + 2 * i} 0 R' for i in range(count))}] >>",
    ]
    for index, sheet in enumerate(sheets):
        picture = f"/XObject << /Im {fonts + 5 + index} 0 R >>" if sheet.jpeg else ""
        resources = f"<< /Font << /F1 {fonts} 0 R /F2 {fonts + 2} 0 R >> {picture} >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.size[0]} {sheet.size[1]}] /Rotate {sheet.rotate} "
            f"/Contents {4 + 2 * index} 0 R /Resources {resources} >>"
        )
        objects.append(_stream("\n".join(sheet.parts)))
    for number, name in ((fonts, "Helvetica"), (fonts + 2, "Helvetica-Bold")):
        to_unicode = f"/ToUnicode {fonts + 4} 0 R" if unicode_map else ""
        objects += [
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 "
            f"/Widths [{' '.join(['500'] * 224)}] /FontDescriptor {number + 1} 0 R {to_unicode} >>",
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [0 -200 1000 800] /ItalicAngle 0 "
            "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        ]
    objects.append(_stream(_unicode_map()))
    objects += [_picture(*sheet.jpeg) if sheet.jpeg else "null" for sheet in sheets]
    return _file(objects)


def _picture(jpeg: bytes, width: int, height: int) -> str:
    return (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray "
        "/BitsPerComponent 8 "
        f"/Filter /DCTDecode /Length {len(jpeg)} >>\nstream\n{jpeg.decode('latin-1')}\nendstream"
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _unicode_map() -> str:
    pairs = [f"<{code:02x}> <{ord(letter):04x}>" for letter, code in CODES.items()]
    chunks = [pairs[i : i + 90] for i in range(0, len(pairs), 90)]
    body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _file(objects: list[str]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode()
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
