"""An instrument as tables: which there are and what their columns hold, read off the schema.

Whatever the schema says is carried: a field becomes a column, a list or table of things becomes a
table of its own. Only the few names that people see otherwise than in YAML are written here.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

ROOT = "instrument"
Path = tuple[str, ...]

# Tables that hold several ``key: value`` fields side by side, or name them otherwise than YAML:
# the table, the title of its keys, the title of the value.
_ZIPPED = {
    "instrument.roles": ("roles", "id", "label"),
    "instrument.themes": ("themes", "id", "label"),
    "instrument.thresholds": ("thresholds", "id", "value"),
    "items.variants": ("variants", "profile", "text"),
    "profiles.reasons": ("targets", "dimension", "reason"),
    "profiles.targets": ("targets", "dimension", "target"),
    "scales.labels": ("points", "point", "label"),
    "scales.synonyms": ("points", "point", "synonyms"),
}
_KEYS = {"craft": "language", "lines": "line", "rubric": "level"}
_BY_PLACE = {"rubric"}  # things without an id, known by their number
_FIRST = ("id", "version")  # what a row begins with

# Columns that name a row of another table, or one of the choices of an attribute.
REFERENCES: Mapping[str, str] = {
    "items.scale": "scales",
    "items.mirror": "mirrors",
    "items.functions": "choices",
    "items.about": "choices",
    "items.tags": "themes",
    "items.not_for": "profiles",
    "items.sources": "articles",
    "variants.profile": "profiles",
    "rubric.sources": "articles",
    "actions.owner": "roles",
    "actions.cost": "costs",
    "actions.after": "actions",
    "actions.items": "items",
    "actions.sources": "articles",
    "sides.functions": "choices",
    "sides.attribute": "attributes",
    "sides.values": "choices",
    "targets.dimension": "dimensions",
    "profiles.sources": "articles",
    "registers.sources": "articles",
    "figures.sources": "articles",
    "figures.items": "items",
    "figures.side": "choices",
    "forms.items": "items",
    "migrations.item": "items",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or one per language when ``kind`` is ``text`` or ``labels``.

    ``path`` leads from the thing a row describes to the value; empty, the value is the thing.
    ``standard`` is what an empty cell means; ``reference`` the table whose rows are named here.
    """

    code: str
    kind: str
    path: Path = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    standard: object = None
    reference: str = ""

    @property
    def spoken(self) -> bool:
        """Whether there is one column per language."""
        return self.kind in {"text", "labels"}


@dataclass(frozen=True, slots=True)
class Owner:
    """What a table's rows stand in: the table, the columns that name its row, the field there."""

    table: str
    address: Path
    path: Path


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    ``holds`` says how the rows stand in their owner: ``one`` (the instrument itself), ``list``,
    ``table`` (by key) or ``zip`` (the columns are fields of the owner, by key). ``head`` are the
    columns of an owner that has no table of its own: rows that share them are its children.
    """

    code: str
    holds: str
    columns: tuple[Column, ...]
    owners: tuple[Owner, ...] = ()
    key: Column | None = None
    head: tuple[Column, ...] = ()
    inner: Path = ()
    handle: Path = field(default=())

    @property
    def address(self) -> Path:
        """The columns that say what a row stands in, outermost first."""
        columns = (name for owner in reversed(self.owners) for name in owner.address)
        return tuple(dict.fromkeys(columns))

    @property
    def numbered(self) -> bool:
        """Whether rows are known by their number."""
        return self.code in _BY_PLACE

    @property
    def titles(self) -> tuple[Column, ...]:
        """Every column, in the order people read them."""
        owners = {name: owner.table for owner in self.owners for name in owner.address}
        words = tuple(
            Column(name, "word", required=True, reference=owners[name]) for name in self.address
        )
        key = (self.key,) if self.key and not self.key.path else ()
        return (*words, *key, *self.head, *self.columns)


@cache
def tables() -> Mapping[str, Table]:
    """Return every table by code, owners before what they own."""
    from maturity.instrument.schema import InstrumentYaml

    found: dict[str, Table] = {}
    _grow(found, InstrumentYaml, Table(ROOT, "one", ()))
    return types.MappingProxyType(found)


def _grow(found: dict[str, Table], model: type[BaseModel], table: Table) -> None:
    """Add a table for a model, then those of what it holds."""
    parts = list(_parts(model))
    plain = [(path, info) for path, info, kind, _ in parts if kind not in _HOLDERS]
    columns = [_column(table.code, path, info) for path, info in plain]
    columns.sort(key=lambda each: each.code not in _FIRST)
    table = replace(table, columns=tuple(columns))
    if not _keep(found, table):
        return
    for path, _, kind, inner in parts:
        if kind in _HOLDERS:
            _hold(found, table, path, kind, inner)


def _parts(model: type[BaseModel], path: Path = ()) -> Iterator[tuple[Path, FieldInfo, str, Any]]:
    """Yield the fields of a model and of the models in it: path, field, kind, what it holds."""
    for name, info in model.model_fields.items():
        kind, inner = _kind(info.annotation)
        if kind == "one":
            yield from _parts(inner, (*path, name))
        else:
            yield (*path, name), info, kind, inner


def _column(table: str, path: Path, info: FieldInfo) -> Column:
    kind, inner = _kind(info.annotation)
    code = ".".join(path)
    return Column(
        code=code,
        kind=kind,
        path=path,
        required=info.is_required(),
        choices=inner if kind == "choice" else (),
        standard=None if info.is_required() else info.get_default(),
        reference=REFERENCES.get(f"{table}.{code}", ""),
    )


def _hold(found: dict[str, Table], owner: Table, path: Path, kind: str, inner: Any) -> None:  # noqa: ANN401 - a type
    name = path[-1]
    above = (Owner(owner.code, owner.handle, path),)
    if kind in {"zip", "labels"}:
        default = (path[-2] if len(path) > 1 else name, _KEYS.get(path[0], "id"), name)
        code, key, title = _ZIPPED.get(f"{owner.code}.{name}", default)
        value, key_kind = ("labels", "whole") if kind == "labels" else inner
        column = Column(title, value, path)
        old = found.get(code, Table(code, "zip", (), (replace(above[0], path=()),)))
        reference = REFERENCES.get(f"{code}.{key}", "")
        key_column = Column(key, key_kind, required=True, reference=reference)
        _keep(found, replace(old, columns=(*old.columns, column), key=key_column))
    elif kind == "texts":
        _keep(found, Table(name, "list", (Column("text", "text", required=True),), above))
    elif kind == "list" and not _named(inner) and name not in _BY_PLACE and _holds_more(inner):
        _flat(found, Table(name, "list", (), above), inner)
    else:
        _grow(found, inner[0] if kind == "table" else inner, _owned(name, kind, inner, above))


def _owned(name: str, kind: str, inner: Any, owners: tuple[Owner, ...]) -> Table:  # noqa: ANN401 - a type
    """Return a table without its own columns, knowing what those it holds will call its rows."""
    here = owners[0].address
    if kind == "table":
        key = Column(_KEYS.get(name, "id"), inner[1], required=True)
        return Table(name, kind, (), owners, key, handle=(name.removesuffix("s"),))
    if name in _BY_PLACE:
        key = Column(_KEYS[name], "whole", required=True)
        return Table(name, kind, (), owners, key, handle=(*here, key.code))
    if not _named(inner):
        return Table(name, kind, (), owners)
    key = Column("id", "word", ("id",))
    return Table(name, kind, (), owners, key, handle=(name.removesuffix("s"),))


def _flat(found: dict[str, Table], table: Table, model: type[BaseModel]) -> None:
    """Add one table for things without a name and what each of them lists."""
    for path, info, kind, inner in _parts(model):
        if kind in _HOLDERS:
            inside = _parts(inner)
            columns = tuple(_column(table.code, path, each) for path, each, _, _ in inside)
            table = replace(table, inner=path, columns=columns)
        else:
            table = replace(table, head=(*table.head, _column(table.code, path, info)))
    _keep(found, table)


def _keep(found: dict[str, Table], table: Table) -> bool:
    """Keep a table; one that stands in two places keeps both owners and is not new then."""
    old = found.get(table.code)
    if old and old.holds == table.holds == "list" and old.columns == table.columns:
        found[table.code] = replace(old, owners=(*old.owners, *table.owners))
        return False
    found[table.code] = table
    return True


def _named(model: type[BaseModel]) -> bool:
    return "id" in model.model_fields


def _holds_more(model: type[BaseModel]) -> bool:
    return any(kind in _HOLDERS for _, _, kind, _ in _parts(model))


_HOLDERS = {"labels", "list", "table", "texts", "zip"}
_PLAIN = {bool: "flag", float: "number", int: "whole", str: "word"}
_SINGLE: Mapping[Any, str] = {
    **_PLAIN,
    dict[str, str]: "text",
    dict[str, dict[int, str]]: "labels",
}


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - a type
    """Return a type without what only validates it, and without “or None”."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        (one,) = (each for each in get_args(annotation) if each is not types.NoneType)
        return _bare(one)
    if origin in {dict, list}:
        return origin[tuple(_bare(each) for each in get_args(annotation))]
    return annotation


def _kind(annotation: Any) -> tuple[str, Any]:  # noqa: ANN401 - a type
    """Return what a type is to a table, and what it holds.

    Raises
    ------
    TypeError
        No table can carry it: whoever adds it to the schema decides how.
    """
    bare = _bare(annotation)
    origin, inside = get_origin(bare), get_args(bare)
    known = next((kind for each, kind in _SINGLE.items() if bare == each), None)
    if known:
        return known, None
    if origin is Literal:
        return "choice", inside
    if isinstance(bare, type) and hasattr(bare, "model_fields"):
        return "one", bare
    if origin is list:
        inner, _ = _kind(inside[0])
        kinds = {"word": "words", "whole": "wholes", "text": "texts", "one": "list"}
        if inner in kinds:
            return kinds[inner], inside[0]
    if origin is dict:
        key = _PLAIN.get(inside[0], "")
        value, _ = _kind(inside[1])
        return ("table", (inside[1], key)) if value == "one" else ("zip", (value, key))
    raise TypeError(f"no column can hold {annotation}")
