"""What a token is by its neighbours: «10.10» a day or a time, «каб. 12» no number, a line break that parts."""

from __future__ import annotations

from extractor.fields.dates.tokens import CENTURY, Figure, Token
from extractor.fields.dates.words import Vocabulary

_FIGURES = frozenset(["num", "full_date", "day_month", "day_or_clock", "clock", "month_year", "year4", "bad_date"])
_BEFORE_LINE = _FIGURES | {"month", "year", "close", "times"}
_BEFORE_CLOCK = frozenset({"in", "full_date", "year", "year4", "month"})
_BEFORE_LOOSE = frozenset(["until", "from", "by", "toward", "not_later", "not_earlier", "starting", "dash"])
_NUMBERS = frozenset(
    ["num", "ordinal", "roman", "day_month", "day_or_clock", "clock", "month_year", "loose", "bad_date"]
)
_UNSETTLED = _NUMBERS | {"year4", "month"}
"""Classes that depend on what stands around."""
_JOINTS = frozenset({"dash", "until", "by"})


def without_breaks(tokens: list[Token]) -> list[Token]:
    """Line breaks kept only between figures, one dash of several, one «г.» of two."""
    return [t for i, t in enumerate(tokens) if t.cls not in ("line", "dash", "year") or _is_parting(tokens, i)]


def settle(tokens: list[Token], known: Vocabulary) -> list[Token]:
    """«10.10» made a day or a time by its neighbours; «каб. 12» no number."""
    kept = tokens
    out: list[Token] = []
    for i, token in enumerate(kept):
        before = out[-1].cls if out else ""
        if token.cls not in _UNSETTLED and before != "street":
            out.append(token)
            continue
        if token.cls in _NUMBERS and before in ("numbered", "number_sign") and not _is_day(kept, i):
            token = token._replace(cls="other")
        elif before == "street" or (before == "street_number" and token.cls == "month"):
            token = token._replace(cls="street_number" if token.cls in _NUMBERS else "word")
        elif token.cls == "year4" and _is_hung_on(kept, i):
            token = token._replace(cls="other")
        elif _is_school_year(kept, i):
            token = token._replace(cls="year_pair", value=CENTURY + token.value.day)
        elif token.cls == "month" and _cls(kept, i + 1) == "month" and token.form in known.before_month:
            token = token._replace(cls=known.before_month[token.form])
        elif token.cls == "num" and before == "month" and _is_short_year(kept, i):
            token = token._replace(cls="year4", value=CENTURY + token.number)
        elif token.cls == "loose":
            beside = before in _BEFORE_LOOSE or (
                _cls(kept, i + 1) == "dash" and _cls(kept, i + 2) in ("loose", "day_month")
            )
            token = token._replace(cls="day_month" if beside or _cls(kept, i + 1) in ("year", "year4") else "other")
        elif token.cls == "day_or_clock":
            token = token._replace(cls="clock" if _is_clock(kept, i, before) else "day_month")
        elif (
            token.cls == "clock"
            and token.value.month
            and before in ("dash", "by", "until")
            and _cls(out, -2) == "day_month"
        ):
            token = token._replace(cls="day_month")
        out.append(token)
    return out


def _is_day(tokens: list[Token], index: int) -> bool:
    """«I этап 5 октября», «этап: 5-9 октября»: days after all."""
    after = [_cls(tokens, index + n) for n in (1, 2, 3)]
    return after[0] == "month" or after == ["dash", "num", "month"]


def _is_hung_on(tokens: list[Token], index: int) -> bool:
    """«ОГЭ-2021»: part of a name."""
    if index < 2 or tokens[index - 1].cls != "dash" or tokens[index - 2].cls not in ("word", "other"):
        return False
    return tokens[index - 2].end == tokens[index - 1].start and tokens[index - 1].end == tokens[index].start


def _is_school_year(tokens: list[Token], index: int) -> bool:
    """«20/21 уч. год»."""
    token = tokens[index]
    if token.cls not in ("bad_date", "day_month") or _cls(tokens, index + 1) not in ("school_year_word", "school"):
        return False
    return isinstance(token.value, Figure) and token.value.minute == token.value.day + 1


def _is_short_year(tokens: list[Token], index: int) -> bool:
    """«март 21 г.»."""
    token = tokens[index]
    return (
        token.end - token.start == len("21") and _cls(tokens, index + 1) == "year" and tokens[index + 1].form != "лет"
    )


def _is_parting(tokens: list[Token], index: int) -> bool:
    if tokens[index].cls == "dash":
        return _cls(tokens, index + 1) != "dash"
    if tokens[index].cls == "year":
        return not (index and tokens[index - 1].cls == "year" and tokens[index].form == "г")  # «г.г.»
    return _line_parts(tokens, index)


def _line_parts(tokens: list[Token], index: int) -> bool:
    after = _cls(tokens, index + 1)
    return index > 0 and tokens[index - 1].cls in _BEFORE_LINE and after in _FIGURES and after != "year4"


def _is_clock(tokens: list[Token], index: int, before: str) -> bool:
    if before in _BEFORE_CLOCK:
        return True
    after_joint = before in _JOINTS and index >= 2 and tokens[index - 2].cls == "clock"
    before_joint = _cls(tokens, index + 1) in _JOINTS and _cls(tokens, index + 2) == "clock"
    return after_joint or before_joint or _cls(tokens, index + 1) == "hour"


def _cls(tokens: list[Token], index: int) -> str:
    return tokens[index].cls if -len(tokens) <= index < len(tokens) else ""
