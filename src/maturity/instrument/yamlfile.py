"""YAML in, plain data out, and the file and line of every value kept for the error messages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from maturity.errors import Complaint, MaturityError

if TYPE_CHECKING:
    from pydantic import BaseModel
    from ruamel.yaml.nodes import Node

Model = TypeVar("Model", bound="BaseModel")
Where = tuple[str | int, ...]

# What pydantic calls a mistake, and what we say about it.
_MISTAKES = {
    "missing": "missing",
    "extra_forbidden": "extra_forbidden",
    "bool_parsing": "true_or_false",
    "bool_type": "true_or_false",
    "dict_type": "table",
    "float_parsing": "number",
    "float_type": "number",
    "greater_than": "above",
    "greater_than_equal": "at_least",
    "int_from_float": "whole_number",
    "int_parsing": "whole_number",
    "int_type": "whole_number",
    "less_than_equal": "at_most",
    "list_type": "list",
    "literal_error": "choice",
    "model_type": "table",
    "string_pattern_mismatch": "slug",
    "string_too_short": "empty",
    "string_type": "text",
    "too_long": "too_many",
    "too_short": "too_few",
}


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data and, for every path inside it, the ``file:line`` where it stands."""

    data: dict[str, Any]
    places: Mapping[Where, str]

    def place(self, where: Where) -> str:
        """Return ``file:line`` of a value, or of the nearest thing around it."""
        while where and where not in self.places:
            where = where[:-1]
        return self.places.get(where, "?")


@dataclass(slots=True)
class _Reader:
    """Turns one file's nodes into plain data, noting places and complaints as it goes."""

    name: str
    places: dict[Where, str] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    _open: list[Node] = field(default_factory=list)

    def plain(self, node: Node, where: Where) -> Any:  # noqa: ANN401 - YAML holds anything
        from ruamel.yaml.nodes import MappingNode, SequenceNode

        self.places[where] = self._place(node)
        if any(node is outer for outer in self._open):
            return self._complain(node, "yaml.inside_itself", "*")
        self._open.append(node)
        result: Any
        if isinstance(node, MappingNode):
            result = self._mapping(node, where)
        elif isinstance(node, SequenceNode):
            result = [self.plain(child, (*where, n)) for n, child in enumerate(node.value)]
        else:
            result = _scalar(str(node.tag).rpartition(":")[2], node.value)
        self._open.pop()
        return result

    def _mapping(self, node: Node, where: Where) -> dict[Any, Any]:
        from ruamel.yaml.nodes import ScalarNode

        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._complain(key_node, "yaml.not_a_table", "?")
                continue
            key = self.plain(key_node, (*where, str(key_node.value)))
            if key in result:
                self._complain(key_node, "yaml.duplicate_key", str(key))
            result[key] = self.plain(value_node, (*where, key))
            if result[key] is None:  # nothing has no line of its own
                self.places[*where, key] = self._place(key_node)
        return result

    def _place(self, node: Node) -> str:
        return f"{self.name}:{node.start_mark.line + 1}"

    def _complain(self, node: Node, sentence: str, key: str) -> None:
        self.complaints.append(Complaint(self._place(node), sentence, {"key": key}))


def _scalar(kind: str, text: str) -> str | float | bool | None:
    """Return what a word of YAML stands for; what Python cannot read stays a word."""
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    try:
        if kind == "int":
            return int(text)
        return float(text) if kind == "float" else text
    except ValueError:
        return text


def read_yaml(path: Path, error: type[MaturityError]) -> Document:
    """Read one YAML file (1.2: ``no`` is a word) whose top is a table.

    Raises
    ------
    error
        The file cannot be read, is not YAML, or writes a key twice; with file and line.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        node = YAML(typ="safe", pure=True).compose(
            io.StringIO(path.read_text(encoding="utf-8-sig"))
        )
    except (OSError, UnicodeDecodeError) as cause:
        raise error("file_unreadable", path=path.name, why=_reason(cause)) from cause
    except YAMLError as cause:
        mark = cause.problem_mark if isinstance(cause, MarkedYAMLError) else None
        line = mark.line + 1 if mark else 1
        why = getattr(cause, "problem", None) or str(cause).splitlines()[0]
        raise error("yaml_broken", place=f"{path.name}:{line}", why=why) from cause
    reader = _Reader(path.name)
    data = reader.plain(node, ()) if node is not None else {}
    if not isinstance(data, dict):
        reader.complaints.append(Complaint(f"{path.name}:1", "yaml.not_a_table"))
    refuse(reader.complaints, error)
    return Document(data, {(): f"{path.name}:1", **reader.places})


def _reason(cause: OSError | UnicodeDecodeError) -> str:
    return cause.strerror or "?" if isinstance(cause, OSError) else "UTF-8"


def merge(documents: Sequence[Document], error: type[MaturityError]) -> Document:
    """Put files together by top-level key: lists follow one another, tables join, no more."""
    data: dict[str, Any] = {}
    places: dict[Where, str] = {}
    complaints: list[Complaint] = []
    for document in documents:
        places.setdefault((), document.place(()))
        for key, value in document.data.items():
            shift = (
                len(data[key]) if isinstance(value, list) and isinstance(data.get(key), list) else 0
            )
            complaints += _clashes(key, data.get(key), value, document, places)
            data[key] = _joined(data.get(key), value)
            for where, place in document.places.items():
                if where[:1] == (key,):
                    places.setdefault(_shifted(where, shift), place)
    refuse(complaints, error)
    return Document(data, places)


def _joined(old: Any, new: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *new]
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def _shifted(where: Where, shift: int) -> Where:
    if shift and len(where) > 1 and isinstance(where[1], int):
        return (where[0], where[1] + shift, *where[2:])
    return where


def _clashes(
    key: str, old: object, new: object, document: Document, places: Mapping[Where, str]
) -> Iterator[Complaint]:
    if isinstance(old, dict) and isinstance(new, dict):
        wheres: list[Where] = [(key, inner) for inner in new if inner in old]
    elif old is None or (isinstance(old, list) and isinstance(new, list)):
        return
    else:
        wheres = [(key,)]
    for where in wheres:
        yield Complaint(
            document.place(where),
            "yaml.clash",
            {"key": ".".join(map(str, where)), "other": places.get(where, "?")},
        )


def validated(document: Document, model: type[Model], error: type[MaturityError]) -> Model:
    """Check a document against a pydantic model; all that is wrong is told at once, with lines."""
    from pydantic import ValidationError

    try:
        return model.model_validate(document.data)
    except ValidationError as cause:
        complaints = [_complaint(document, dict(detail)) for detail in cause.errors()]
        raise error("yaml_wrong", details=tuple(complaints)) from cause


def _complaint(document: Document, detail: dict[str, Any]) -> Complaint:
    # pydantic puts the names of union branches and "[key]" into the path; the file has neither.
    where: Where = ()
    for part in detail["loc"]:
        if (*where, part) in document.places or part is detail["loc"][-1]:
            where = (*where, part)
    key = ".".join(str(part) for part in where)
    sentence = _MISTAKES.get(detail["type"], "other")
    fields = {"key": key, "why": detail["msg"]}
    for name, value in detail.get("ctx", {}).items():
        fields[name] = f"{value:g}" if isinstance(value, float) else str(value)
    return Complaint(document.place(where), f"yaml.{sentence}", fields)


def refuse(complaints: Sequence[Complaint], error: type[MaturityError]) -> None:
    """Raise ``error`` with all complaints when there is one."""
    if complaints:
        raise error("yaml_wrong", details=tuple(complaints))
