"""YAML in, plain data out, and the file and line of every value kept for the error messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from maturity.errors import Complaint, MaturityError

if TYPE_CHECKING:
    from pydantic import BaseModel

Model = TypeVar("Model", bound="BaseModel")
Where = tuple[str | int, ...]

_DEEPEST = 50  # tables within tables; ours need nine
_WORDS = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]{1,300}")  # a longer one is no number anybody means
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan")

# What pydantic calls a mistake, and what we say about it.
_MISTAKES = {
    "missing": "missing",
    "extra_forbidden": "extra_forbidden",
    "bool_parsing": "true_or_false",
    "bool_type": "true_or_false",
    "date_from_datetime_parsing": "date",
    "date_type": "date",
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
    """Plain data and, for every path inside it, the ``file:line`` where it stands.

    Where a place is a cell, and so says enough, ``short`` lets a key be named without its path.
    """

    data: dict[str, Any]
    places: Mapping[Where, str]
    short: bool = False

    def key(self, where: Where) -> str:
        """Return a path as a person reads it."""
        names = [part for part in where if isinstance(part, str)]
        return names[-1] if self.short and names else ".".join(str(part) for part in where)

    def place(self, where: Where) -> str:
        """Return ``file:line`` of a value, or of the nearest thing around it."""
        while where and where not in self.places:
            where = where[:-1]
        return self.places.get(where, "?")


@dataclass(slots=True)
class _Reader:
    """Turns one file's events into plain data, noting places and complaints as it goes.

    Events rather than composed nodes: a C parser makes them twenty times faster than Python
    does, and it cannot be brought down by a file that nests too deep.
    """

    name: str
    events: Iterator[Any]
    places: dict[Where, str] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    _anchors: dict[str, Any] = field(default_factory=dict)
    _open: list[str | None] = field(default_factory=list)

    def document(self) -> Any:  # noqa: ANN401 - YAML holds anything
        """Return the one document of the stream, None when it is empty."""
        from yaml import events as kinds

        result = None
        for event in self.events:
            if isinstance(event, kinds.DocumentStartEvent):
                if () in self.places:
                    raise _broken("expected a single document", event)
                result = self.value(next(self.events), ())
        return result

    def value(self, event: Any, where: Where) -> Any:  # noqa: ANN401 - events have no stubs
        from yaml import events as kinds

        self.places[where] = self._place(event)
        if isinstance(event, kinds.AliasEvent):
            if event.anchor in self._open:
                return self._complain(event, "yaml.inside_itself", "*")
            if event.anchor not in self._anchors:
                raise _broken(f"undefined alias {event.anchor}", event)
            return self._anchors[event.anchor]
        if len(self._open) > _DEEPEST:
            self._complain(event, "yaml.too_deep", "…")
            return self._skip(event)
        self._open.append(event.anchor)
        result: Any
        if isinstance(event, kinds.MappingStartEvent):
            result = self._mapping(where)
        elif isinstance(event, kinds.SequenceStartEvent):
            until = iter(self._next, None)
            result = [self.value(child, (*where, n)) for n, child in enumerate(until)]
        else:
            result = event.value if event.style else plain_word(event.value)
        self._open.pop()
        if event.anchor:
            self._anchors[event.anchor] = result
        return result

    def _next(self) -> Any:  # noqa: ANN401 - an event, or None at the end of a collection
        from yaml import events as kinds

        event = next(self.events)
        return None if isinstance(event, kinds.CollectionEndEvent) else event

    def _mapping(self, where: Where) -> dict[Any, Any]:
        from yaml import events as kinds

        result: dict[Any, Any] = {}
        for key_event in iter(self._next, None):
            if not isinstance(key_event, kinds.ScalarEvent):
                self._complain(key_event, "yaml.not_a_table", "?")
                self._skip(key_event)
                self._skip(next(self.events))
                continue
            key = self.value(key_event, (*where, str(key_event.value)))
            if key in result:
                self._complain(key_event, "yaml.duplicate_key", str(key))
            result[key] = self.value(next(self.events), (*where, key))
            if result[key] is None:  # nothing has no line of its own
                self.places[*where, key] = self._place(key_event)
        return result

    def _skip(self, event: Any) -> None:  # noqa: ANN401 - events have no stubs
        """Read past a value, however deep it is."""
        from yaml import events as kinds

        depth = int(isinstance(event, kinds.CollectionStartEvent))
        while depth:
            event = next(self.events)
            depth += isinstance(event, kinds.CollectionStartEvent)
            depth -= isinstance(event, kinds.CollectionEndEvent)

    def _place(self, event: Any) -> str:  # noqa: ANN401 - events have no stubs
        return f"{self.name}:{event.start_mark.line + 1}"

    def _complain(self, event: Any, sentence: str, key: str) -> None:  # noqa: ANN401 - no stubs
        self.complaints.append(Complaint(self._place(event), sentence, {"key": key}))


def _broken(why: str, event: Any) -> Exception:  # noqa: ANN401 - events have no stubs
    from yaml import MarkedYAMLError

    broken: Exception = MarkedYAMLError(problem=why, problem_mark=event.start_mark)
    return broken


def plain_word(text: str) -> str | float | bool | None:
    """Return what an unquoted word of YAML 1.2 stands for (its core schema)."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text.replace(".inf", "inf").replace(".nan", "nan"))
    return text


def read_yaml(path: Path, error: type[MaturityError]) -> Document:
    """Read one YAML file (1.2: ``no`` is a word) whose top is a table.

    Raises
    ------
    error
        The file cannot be read, is not YAML, or writes a key twice; with file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        raise error("file_unreadable", path=path.name, why=_reason(cause)) from cause
    return parse_yaml(text, path.name, error)


def parse_yaml(text: str, name: str, error: type[MaturityError]) -> Document:
    """Read YAML whose top is a table from a text; ``name`` is what its places say.

    Raises
    ------
    error
        It is not YAML, or writes a key twice; with the name and the line.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # without libyaml: slower, no less right
    try:
        reader = _Reader(name, iter(yaml.parse(text, Loader=loader)))
        data = reader.document()
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        why = getattr(cause, "problem", None) or str(cause).splitlines()[0]
        raise error("yaml_broken", place=f"{name}:{line}", why=why) from cause
    data = {} if data is None else data
    if not isinstance(data, dict):
        reader.complaints.append(Complaint(f"{name}:1", "yaml.not_a_table"))
    refuse(reader.complaints, error)
    return Document(data, {(): f"{name}:1", **reader.places})


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
    path = detail["loc"][:-1] if detail["loc"][-1:] == ("[key]",) else detail["loc"]
    for part in path:
        if (*where, part) in document.places or part is path[-1]:
            where = (*where, part)
    key = document.key(where)
    sentence = _MISTAKES.get(detail["type"], "other")
    fields = {"key": key, "why": detail["msg"]}
    for name, value in detail.get("ctx", {}).items():
        fields[name] = f"{value:g}" if isinstance(value, float) else str(value)
    return Complaint(document.place(where), f"yaml.{sentence}", fields)


def refuse(complaints: Sequence[Complaint], error: type[MaturityError]) -> None:
    """Raise ``error`` with all complaints when there is one."""
    if complaints:
        raise error("yaml_wrong", details=tuple(complaints))
