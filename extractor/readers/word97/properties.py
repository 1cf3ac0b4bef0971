"""Properties («sprm») of the Word 97–2003 format: lists of them taken apart, those of styles and runs laid together."""

from __future__ import annotations

Properties = dict[int, bytes]
"""Operands by the code of their property."""

BOLD, ITALIC, STRUCK, HIDDEN = 0x0835, 0x0836, 0x0837, 0x083C
DELETED, DOUBLE_STRUCK, SYMBOL, CHARACTER_STYLE = 0x0800, 0x2A53, 0x6A09, 0x4A30
IN_TABLE, ROW_END, ALIGN_97 = 0x2416, 0x2417, 0x2403
TABLE_SHAPE = 0xD608
_TOGGLES = (BOLD, ITALIC, STRUCK, HIDDEN)
_AS_STYLE, _AGAINST_STYLE = 0x80, 0x81
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_QUICK = {
    0x05: ALIGN_97,
    0x18: IN_TABLE,
    0x19: ROW_END,
    0x41: DELETED,
    0x55: BOLD,
    0x56: ITALIC,
    0x57: STRUCK,
    0x5C: HIDDEN,
}
"""The short codes by which a quick save names a property (those of them that are read at all)."""


def properties(packed: bytes) -> Properties:
    """A list of properties taken apart; what cannot be, ends it."""
    found: Properties = {}
    at = 0
    while at + 2 <= len(packed):
        code = int.from_bytes(packed[at : at + 2], "little")
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            width = 2 if code == TABLE_SHAPE else 1
            size = int.from_bytes(packed[at : at + width], "little") - (width == 2)
            at += width
        found[code] = packed[at : at + size]
        at += max(size, 0)
    return found


def quick_property(prm: int) -> Properties:
    """The one property that a piece of a quickly saved document carries in its entry."""
    code = _QUICK.get(prm >> 1 & 0x7F)
    return {} if code is None else {code: bytes((prm >> 8,))}


def laid_over(base: Properties, own: Properties) -> Properties:
    """A look over the one it builds on: its own word counts, but «as the style» and «against it» ask the base."""
    if not own:
        return base
    result = base | own
    for code in _TOGGLES:
        stated = number(own.get(code))
        if stated in (_AS_STYLE, _AGAINST_STYLE):
            result[code] = bytes((int(is_on(base, code)) ^ (stated == _AGAINST_STYLE),))
    return result


def number(operand: bytes | None) -> int:
    """An operand as a whole number; 0 where there is none."""
    return int.from_bytes(operand or b"", "little")


def signed(operand: bytes | None) -> int:
    """An operand as a number with a sign."""
    return int.from_bytes(operand or b"", "little", signed=True)


def is_on(look: Properties, code: int) -> bool:
    """Whether a switch is on."""
    return bool(number(look.get(code)) & 1)
