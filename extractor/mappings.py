"""Loads `mappings/*.yaml`, and lays a user's own entries over them.

The files travel in the wheel as `extractor/_mappings`; in a checkout the folder `mappings/` at the top is read.
`use(folder)` adds an overlay: a file of the same name there is merged in (mappings key by key, lists appended).
Each room that owns a file checks its content with a function of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.errors import MappingError

_HERE = Path(__file__).resolve().parent
_overlays: list[Path] = []
_dependants: list[Callable[[], None]] = []


def folder() -> Path:
    """The folder of the mappings that came with the program."""
    packed = _HERE / "_mappings"
    return packed if packed.is_dir() else _HERE.parent / "mappings"


def use(*overlays: Path) -> None:
    """Lay these folders over the built-in mappings, later ones on top; all caches built on mappings are dropped."""
    for overlay in overlays:
        if not overlay.is_dir():
            raise MappingError(f"not a folder: {overlay}")
    _overlays[:] = overlays
    load.cache_clear()
    version.cache_clear()
    for forget in _dependants:
        forget()


def overlays() -> tuple[Path, ...]:
    """The folders laid over the built-in mappings: what a worker process must be told."""
    return tuple(_overlays)


def on_change(forget: Callable[[], None]) -> None:
    """Have `forget` called whenever the mappings change (give it the `cache_clear` of what is built on them)."""
    _dependants.append(forget)


@lru_cache(maxsize=64)
def load(name: str) -> Any:
    """The content of `mappings/NAME.yaml` with its overlays merged in.

    Raises:
        MappingError: the file is missing, is no YAML, or repeats a key.
    """
    found = [f / f"{name}.yaml" for f in (folder(), *_overlays) if (f / f"{name}.yaml").is_file()]
    if not found:
        raise MappingError(f"no mapping file {name}.yaml")
    data = _read(found[0])
    for path in found[1:]:
        data = _merge(data, _read(path), str(path))
    return data


@lru_cache(maxsize=64)
def version(names: frozenset[str] | None = None) -> str:
    """A digest of the mapping files in force (all, or those of these names): the same rules, the same digest."""
    digest = hashlib.sha256()
    for base in (folder(), *_overlays):
        for path in sorted(base.glob("*.yaml")):
            if names is None or path.stem in names:
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _read(path: Path) -> Any:
    import yaml

    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_strict_loader())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MappingError(f"{path.name}: {error}") from error


@lru_cache(maxsize=1)
def _strict_loader() -> Any:
    """A safe loader that refuses duplicate keys, and keeps days as strings."""
    import yaml

    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Strict(base):  # type: ignore[misc, valid-type]
        pass

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        seen: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"duplicate key {key!r}", key_node.start_mark)
            seen[key] = loader.construct_object(value_node, deep=True)
        return seen

    Strict.add_constructor("tag:yaml.org,2002:map", mapping)
    Strict.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))
    return Strict


def _merge(base: Any, extra: Any, where: str) -> Any:
    if extra is None:
        return base
    if isinstance(base, dict) and isinstance(extra, dict):
        return base | {k: _merge(base[k], v, where) if k in base else v for k, v in extra.items()}
    if isinstance(base, list) and isinstance(extra, list):
        return base + [e for e in extra if e not in base]
    if type(base) is not type(extra):
        raise MappingError(f"{where}: a {type(extra).__name__} cannot be laid over a {type(base).__name__}")
    return extra
