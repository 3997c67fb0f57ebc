"""Generated instruments: whatever the schema allows, read off the schema itself.

A field that is added to the schema is generated here without being named.
"""

import types
from typing import Annotated, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from maturity.instrument.load import with_defaults
from maturity.instrument.schema import InstrumentYaml
from maturity.instrument.tables import REFERENCES
from maturity.instrument.yamlfile import Document

# What Excel likes to take for something else, or cannot show.
NASTY = (
    "=1+1", "+1", "-1", "@SUM(A1)", "{=A1}", "007", "1/2", "2026-01-02", "1e5", "1,5", "TRUE", "no",
    "null", "~", "", " ", "\t", "\u00a0", '"', '""', "' quoted", '"quoted"', "[]", "{}", "# note",
    "a: b", "- a", "a #b", " before", "after ", "a  b", "two\nlines", "\n", "a\r\nb", "a\n\n b\n",
    "x" * 300, "_x0041_", "\x01", "\u2028", "« l’été »\u202f!", "a, b; c", "text [fr]", "😀",
    "https://example.org", "\u200b",
)  # fmt: skip
LANGUAGES = ("en", "fr", "pt-BR")
words = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
names = st.from_regex(r"[a-z][a-z0-9_.-]{0,8}", fullmatch=True)
slugs = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,5}", fullmatch=True)


def texts(*, spoken=None):
    """A text in one language that is not named, or in several that are."""
    named = st.dictionaries(st.sampled_from(LANGUAGES), words, min_size=1)
    return named if spoken else st.one_of(words.map(lambda each: {"": each}), named)


def bounds(metadata):
    found = {}
    for each in metadata:
        for part in getattr(each, "metadata", None) or [each]:
            for name in ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern"):
                value = getattr(part, name, None)
                if value is not None:
                    found[name] = value
    return found


# Fields that name something else: spaces around a name are a typing mistake, not a name.
REFERRING = {"id", *(code.partition(".")[2] for code in REFERENCES)}


def values(annotation, metadata=(), *, code=""):  # noqa: PLR0911 - one for each kind
    """Anything a field may hold."""
    origin, inside, limits = get_origin(annotation), get_args(annotation), bounds(metadata)
    if origin is Annotated:
        return values(inside[0], (*metadata, *inside[1:]), code=code)
    if origin in {Union, types.UnionType}:
        one = next(each for each in inside if each is not types.NoneType)
        return st.none() | values(one, metadata, code=code)
    if annotation is str and code in REFERRING and "pattern" not in limits:
        return names
    if origin is Literal:
        return st.sampled_from(inside)
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(limits.get("gt", limits.get("ge", -1) - 1) + 1, 10**17)
    if annotation is float:
        least, most = limits.get("gt", limits.get("ge", -1e9)), limits.get("le", 1e300)
        return st.floats(least, most, exclude_min="gt" in limits, allow_nan=False)
    if annotation is str:
        return (
            slugs
            if "pattern" in limits
            else words.filter(bool)
            if "min_length" in limits
            else words
        )
    return _held(annotation, origin, inside, limits)


def _held(annotation, origin, inside, limits):
    if annotation == dict[str, str]:
        return texts()
    if origin is dict and get_origin(inside[1]) is dict and get_args(inside[1])[0] is int:
        points = st.dictionaries(st.integers(-3, 9), words, min_size=1, max_size=3)
        named = st.dictionaries(st.sampled_from(LANGUAGES), points, min_size=1)
        return points.map(lambda each: {"": each}) | named | st.just({})
    if origin is dict:
        keys = names if inside[0] is str else st.integers(-3, 9)
        return st.dictionaries(keys, values(inside[1]), max_size=2)
    if origin is list:
        least, most = limits.get("min_length", 0), limits.get("max_length", 3)
        return st.lists(values(inside[0]), min_size=least, max_size=max(most, least))
    return things(annotation)


def things(model):
    """Anything a model may be; what it need not hold is sometimes left out."""
    needed, free = {}, {}
    for name, info in model.model_fields.items():
        chosen = values(info.annotation, info.metadata, code=name)
        (needed if info.is_required() else free)[name] = chosen
    return st.fixed_dictionaries(needed, optional=free)


def _tidied(data):
    """Give ids to one thing each, scales to items, and lines to digests."""
    counter = iter(range(10**6))
    scales = data["scales"] = data["scales"] or {"s": {"min": 1, "max": 5}}

    def visit(value):
        if isinstance(value, list):
            for each in value:
                visit(each)
        elif isinstance(value, dict):
            if isinstance(value.get("id"), str):
                value["id"] = f"{value['id']}.{next(counter)}"
            if isinstance(value.get("scale"), str):
                value["scale"] = next(iter(scales))
            if value.get("lines") == {}:
                value["lines"] = None
            for each in value.values():
                visit(each)

    visit(data)
    for n, step in enumerate(data.get("migrations", [])):
        step["before"] = f"{step['before']} {n}"
    return data


@st.composite
def shapes(draw):
    """Whatever the schema allows, references to nothing included."""
    return _read(_tidied(draw(things(InstrumentYaml))))


def _read(data):
    """Read data as a file would be, the defaults included."""
    return InstrumentYaml.model_validate(with_defaults(Document(data, {})).data)


@st.composite
def sound(draw):
    """Small instruments that contradict nothing, as YAML would state them."""
    languages = draw(st.sampled_from([("",), ("en",), ("en", "fr")]))

    def text(mark=""):
        said = {each: f"{draw(words)}{mark}" for each in languages}
        return said[""] if languages == ("",) else said

    def item(n):
        return {
            "id": f"Q{n}",
            "text": text(f" q{n}"),
            "scale": draw(st.sampled_from(["s", "t"])),
            "reverse": draw(st.booleans()),
            "weight": draw(st.floats(0.1, 9)),
            "tags": draw(st.lists(st.just("theme"), max_size=1)),
            "functions": draw(st.lists(st.sampled_from(["it", "sales"]), max_size=2, unique=True)),
            "sources": draw(st.lists(st.just("S:1"), max_size=2)),
        }

    numbers = iter(range(100))
    items = st.integers(1, 3).map(lambda n: [item(next(numbers)) for _ in range(n)])
    dimensions = []
    for d in range(draw(st.integers(1, 3))):
        one = {"id": f"d{d}", "label": text(), "description": text()}
        practices = [
            {"id": f"p{d}.{p}", "label": text(), "items": draw(items), "interview": [text()]}
            for p in range(draw(st.integers(0, 2)))
        ]
        loose = {"items": draw(items)} if not practices or draw(st.booleans()) else {}
        dimensions.append({**one, "practices": practices, **loose})
    return {
        "id": draw(slugs),
        "version": draw(st.sampled_from(["1.0", "007", "2026-01", "v3", "1e5"])),
        "title": text(),
        "scales": {"s": {"min": 1, "max": draw(st.integers(2, 9))}, "t": {"min": 0, "max": 10}},
        "themes": {"theme": text()},
        "articles": {
            "S": {"title": draw(words), "lines": {1: {"begins": "x", "nature": "opinion"}}}
        },
        "dimensions": dimensions,
    }


def full():
    """One instrument in which every field of the schema says something that is not its default."""
    return _read(_tidied(_full(InstrumentYaml)))


def _full(annotation, metadata=()):  # noqa: PLR0911 - one for each kind
    origin, inside, limits = get_origin(annotation), get_args(annotation), bounds(metadata)
    if origin is Annotated:
        return _full(inside[0], (*metadata, *inside[1:]))
    if origin in {Union, types.UnionType}:
        return _full(next(each for each in inside if each is not types.NoneType), metadata)
    if origin is Literal:
        return inside[-1]
    if origin is dict:
        if annotation == dict[str, str]:
            return {"en": "=said", "fr": " dit "}
        return {("key" if inside[0] is str else 2): _full(inside[1])}
    if origin is list:
        return [_full(inside[0]) for _ in range(limits.get("min_length", 1))]
    plain = {bool: True, str: "word", float: 0.25 if "le" in limits else 7.5, int: 7}
    return plain[annotation] if annotation in plain else _full_thing(annotation)


def _full_thing(model):
    return {
        name: _full(info.annotation, info.metadata) for name, info in model.model_fields.items()
    }


def unsaid(thing):
    """Yield the fields, however deep, that a thing leaves at their default."""
    if isinstance(thing, BaseModel):
        for name, info in type(thing).model_fields.items():
            if not info.is_required() and getattr(thing, name) == info.get_default():
                yield f"{type(thing).__name__}.{name}"
            yield from unsaid(getattr(thing, name))
    elif isinstance(thing, list | dict):
        for each in thing.values() if isinstance(thing, dict) else thing:
            yield from unsaid(each)
