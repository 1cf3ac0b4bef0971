"""Frozen dataclasses to plain JSON values and back: one place, driven by the type hints.

ISO 8601 for dates; tuples become lists; mappings keep their order. The two functions are inverse:
`from_plain(type(v), to_plain(v)) == v`.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import cache, partial
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """JSON-ready form of a value: dataclass → dict, tuple → list, date → ISO 8601 string."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    plain = _WAYS.get(kind)
    if plain is None:
        plain = _WAYS[kind] = _way(kind)
    return plain(value)


def from_plain(kind: type[T], data: Mapping[str, Any]) -> T:
    """Rebuild a dataclass of `kind` from what `to_plain` gave; missing keys take their defaults, unknown ones are left.

    Raises:
        TypeError: a required key is missing.
    """
    readers = _readers(cast(Any, kind))
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name in readers:
            read = readers[name]
            values[name] = value if read is None or value is None else read(value)
    return kind(**values)


Reader = Callable[[Any], Any]
"""Rebuilds a value that is not None."""


@cache
def _readers(kind: Hashable) -> dict[str, Reader | None]:
    """The reader of each field of a dataclass; None where the plain value is the value."""
    hints = typing.get_type_hints(cast(Any, kind))
    return {name: _reader(hints[name]) for name in _names(kind)}


def _reader(hint: Any) -> Reader | None:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _reader(next(a for a in args if a is not type(None)))
    if origin is tuple:
        return _tuple_reader(args)
    if origin is dict or (isinstance(origin, type) and issubclass(origin, Mapping)):
        inner = _reader(args[1])
        return lambda value: {k: _read(inner, v) for k, v in value.items()}
    if hint is date:
        return date.fromisoformat
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return partial(from_plain, hint)
    return None


def _tuple_reader(args: tuple[Any, ...]) -> Reader:
    if len(args) == 2 and args[1] is Ellipsis:
        inner = _reader(args[0])
        return tuple if inner is None else lambda value: tuple(_read(inner, v) for v in value)
    each = [_reader(a) for a in args]
    return lambda value: tuple(_read(r, v) for r, v in zip(each, value, strict=True))


def _read(reader: Reader | None, value: Any) -> Any:
    return value if reader is None or value is None else reader(value)


_ATOMS = frozenset({type(None), bool, int, float, str})


def _from_sequence(value: Any) -> list[Any]:
    return [item if type(item) in _ATOMS else to_plain(item) for item in value]


def _from_mapping(value: Any) -> dict[Any, Any]:
    return {key: to_plain(item) for key, item in value.items()}


_WAYS: dict[type, Callable[[Any], Any]] = {tuple: _from_sequence, list: _from_sequence, dict: _from_mapping}
"""How a value of each type that has been met becomes plain: an import does little else after reading."""


def _way(kind: Any) -> Callable[[Any], Any]:
    for base, way in ((date, date.isoformat), (tuple | list, _from_sequence), (Mapping, _from_mapping)):
        if issubclass(kind, base):
            return way
    if issubclass(kind, str | int | float):
        return lambda value: value
    names = _names(kind)
    if len(names) == 1:
        return lambda value: {names[0]: to_plain(getattr(value, names[0]))}
    fields = attrgetter(*names)
    return lambda value: dict(zip(names, _from_sequence(fields(value)), strict=True))


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cast(Any, kind)))
