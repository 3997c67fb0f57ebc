"""The house rules, held by reading the code; nothing here is configured, rooms are the folders."""

import ast
import json
import os
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "maturity"
CORRIDOR_FOLDERS = {"batch", "engagement", "language", "workbench"}
OPEN_TO_ROOMS = {"errors", "language"}
ROOMS = sorted(
    folder.name
    for folder in PACKAGE.iterdir()
    if folder.is_dir() and list(folder.glob("*.py")) and folder.name not in CORRIDOR_FOLDERS
)
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BANNED = PYPROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]

FORBIDDEN_NAMES = {"common", "data", "helpers", "info", "manager", "utils"}
MAX_FUNCTION, MEDIAN_FUNCTION, MAX_MODULE = 50, 10, 400
MAX_CELLS, MAX_CELL = 25, 8
PARAMETER = re.compile(r"[a-z_]+: \S.* = .+  # \S.*")


def _dotted(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


per_module = pytest.mark.parametrize("path", MODULES, ids=_dotted)
per_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


# Rooms and doors


def _imports(path):
    """Every module a file imports, as (line, dotted name), lazy and typing-only ones included."""
    return imports_of(path.read_text(encoding="utf-8"), _dotted(path), path.name == "__init__.py")


def imports_of(code, module, is_package=False):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".")
                parents = parents[: len(parents) - node.level + is_package]
                base = ".".join([*parents, base] if base else parents)
            # `from package import name`: the name may be a module, so both are named.
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def inside(dotted):
    """`maturity.scores.model.Item` -> `scores`; None for what is not ours or is no module."""
    parts = dotted.split(".")
    if parts[0] != "maturity" or len(parts) == 1:
        return None
    exists = (PACKAGE / parts[1]).is_dir() or (PACKAGE / f"{parts[1]}.py").is_file()
    return parts[1] if exists else None


def may_import(importer, imported, rooms):
    if importer in OPEN_TO_ROOMS:
        # What rooms lean on leans on no room; errors speak a language, a language knows no error.
        return imported == "language"
    if importer in rooms:
        return imported in OPEN_TO_ROOMS or imported in rooms[: rooms.index(importer)]
    return True


@per_module
def test_a_room_imports_only_rooms_before_it(path):
    importer = inside(_dotted(path))
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for line, name in _imports(path)
        if inside(name) not in {None, importer} and not may_import(importer, inside(name), ROOMS)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "code",
    [
        "from maturity.scores import model",
        "from maturity import scores",
        "import maturity.scores.model as m",
        "from ..scores import model",
        "from .. import scores",
        "def lazy():\n    from maturity.scores.model import Item",
        "if TYPE_CHECKING:\n    from maturity.scores.model import Item",
    ],
)
def test_the_room_rule_sees_every_way_to_import(code):
    assert "scores" in {inside(name) for _, name in imports_of(code, "maturity.readers.csv")}


def test_the_room_rule_refuses_a_later_room_and_the_corridor():
    rooms = ["instrument", "readers", "scores"]
    assert may_import("readers", "instrument", rooms)
    assert may_import("readers", "errors", rooms)
    assert may_import("batch", "scores", rooms)
    assert not may_import("readers", "scores", rooms)
    assert not may_import("readers", "assess", rooms)
    assert not may_import("errors", "instrument", rooms)


def test_the_package_docstring_lists_the_rooms_in_order():
    docstring = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))) or ""
    listed = [word for word in re.findall(r"^\W*(\w+)", docstring, re.MULTILINE) if word in ROOMS]
    assert listed == ROOMS


def allowed_through(door):
    return set(re.findall(r"maturity\.(\w+)", BANNED[door]["msg"]))


@per_module
def test_third_party_packages_enter_only_through_their_door(path):
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}: {BANNED[door]['msg']}"
        for line, name in _imports(path)
        for door in BANNED
        if f"{name}.".startswith(f"{door}.") and inside(_dotted(path)) not in allowed_through(door)
    ]
    assert wrong == []


def test_every_door_that_names_a_module_names_a_known_one():
    known = {inside(_dotted(path)) for path in MODULES} - {None}
    assert {place for door in BANNED for place in allowed_through(door)} - known == set()


# Sizes, names, exceptions


def _without_docstring(function):
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def _functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, _without_docstring(node)


@per_module
def test_a_module_stays_within_the_size_limits(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    long = [f"{name}: {size} lines" for name, size in _functions(path) if size > MAX_FUNCTION]
    assert (lines <= MAX_MODULE, long) == (True, []), f"{lines} lines"


def test_half_of_all_functions_have_at_most_ten_lines():
    sizes = [size for path in MODULES for _, size in _functions(path)]
    assert statistics.median(sizes) <= MEDIAN_FUNCTION


def test_no_module_is_named_after_nothing():
    places = [*MODULES, *(ROOT / "tests").rglob("*.py"), *NOTEBOOKS]
    vague = [
        str(path.relative_to(ROOT))
        for path in places
        if FORBIDDEN_NAMES & {Path(part).stem for part in path.relative_to(ROOT).parts}
    ]
    assert vague == []


def _broad(handler):
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        each is None or (isinstance(each, ast.Name) and each.id in {"Exception", "BaseException"})
        for each in caught
    )


# A batch isolates one organisation from the others; the command line's outermost door turns
# whatever happens into a sentence and an exit code, for a consultant never sees a traceback.
MAY_CATCH_EVERYTHING = {"maturity.batch.many", "maturity.cli"}


@per_module
def test_only_a_batch_and_the_last_door_catch_everything_and_nobody_asserts(path):
    wrong = []
    may = _dotted(path) in MAY_CATCH_EVERYTHING
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler) and _broad(node) and not may:
            wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} catches everything")
        if isinstance(node, ast.Assert):
            wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} asserts; python -O would not")
    assert wrong == []


def test_help_is_quick_because_it_loads_nothing_heavy():
    code = (
        "import sys; sys.argv = ['maturity', '--help']; from maturity.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'IPython', 'jupyterlab', 'matplotlib', 'nbconvert', 'numpy', 'openpyxl', "
        "'pandas', 'papermill', 'pydantic', 'scipy'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or None)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


# Notebooks


@per_notebook
def test_a_notebook_is_thin(path):
    assert notebook_faults(json.loads(path.read_text(encoding="utf-8"))) == []


def notebook_faults(notebook):
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    tagged = [
        number
        for number, cell in enumerate(cells, 1)
        if "parameters" in cell["metadata"].get("tags", [])
    ]
    faults = [] if tagged == [1] else [f"parameters tag on code cells {tagged}, not on the first"]
    faults += [] if len(cells) <= MAX_CELLS else [f"{len(cells)} code cells"]
    for number, cell in enumerate(cells, 1):
        lines = "".join(cell["source"]).splitlines()
        check = _parameter_faults if number == 1 else _cell_faults
        faults += [f"code cell {number}: {fault}" for fault in check(lines)]
        if cell["outputs"] or cell["execution_count"] is not None:
            faults.append(f"code cell {number}: outputs are not stripped")
    return faults


def _parameter_faults(lines):
    for line in lines:
        if line and not PARAMETER.fullmatch(line):
            yield f"not `name: type = default  # help`: {line}"


def _cell_faults(lines):
    if len(lines) > MAX_CELL:
        yield f"{len(lines)} lines"
    code = "\n".join(lines)
    for node in ast.walk(ast.parse(code)):
        if isinstance(
            node,
            ast.FunctionDef
            | ast.AsyncFunctionDef
            | ast.ClassDef
            | ast.Lambda
            | ast.Try
            | ast.While,
        ):
            yield f"holds {type(node).__name__}: that belongs in the package, with a test"
    for _, name in imports_of(code, "notebook"):
        if name.split(".")[0] in {"matplotlib", "numpy", "pandas"}:
            yield f"imports {name}: ask story for it"


def _cell(source, *tags, outputs=()):
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {"tags": list(tags)},
        "outputs": list(outputs),
        "execution_count": None,
    }


PARAMETERS = _cell('responses: str = ""  # file or folder', "parameters")


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ([_cell("x = 1")], "not on the first"),
        ([PARAMETERS, _cell("y: int = 1  # why", "parameters")], "not on the first"),
        ([_cell("language = 'fr'", "parameters")], "not `name: type"),
        ([PARAMETERS] + [_cell("show()")] * 25, "26 code cells"),
        ([PARAMETERS, _cell("\n" * 9 + "x")], "10 lines"),
        ([PARAMETERS, _cell("try:\n    x\nexcept KeyError:\n    pass")], "holds Try"),
        ([PARAMETERS, _cell("f = lambda x: x")], "holds Lambda"),
        ([PARAMETERS, _cell("from pandas import DataFrame")], "imports pandas"),
        ([PARAMETERS, _cell("show()", outputs=[{}])], "not stripped"),
    ],
)
def test_the_notebook_rule_sees_what_it_forbids(cells, fault):
    assert fault in " ".join(notebook_faults({"cells": cells}))


# The repository


def test_conda_users_get_the_same_names_and_ranges():
    environment = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    wanted = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    by_pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    wanted += [entry for entry in by_pip if entry != "--editable ."]
    project = PYPROJECT["project"]
    python = f"python{project['requires-python']}"
    assert sorted(set(wanted) - {"pip"}) == sorted([python, *project["dependencies"]])


def test_the_locks_pin_every_dependency():
    for lock, extra in (("run", ()), ("dev", PYPROJECT["project"]["optional-dependencies"]["dev"])):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        pinned = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
        wanted = {
            re.match(r"[\w.-]+", requirement)[0].replace(".", "-").replace("_", "-").lower()
            for requirement in [*PYPROJECT["project"]["dependencies"], *extra]
        }
        assert wanted - pinned == set(), f"requirements/{lock}.txt: run `make lock`"


def _files():
    """What is or would be committed; in a copy without git, what lies outside hidden folders."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"]
    if (ROOT / ".git").exists():
        names = subprocess.run(listing, capture_output=True, check=True).stdout.decode().split("\0")
        found = [ROOT / name for name in names if name]
    else:
        found = [
            path
            for top in ("docs", "notebooks", "src", "tests")
            for path in (ROOT / top).rglob("*")
        ]
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def test_no_file_names_a_package_registry_or_a_path_of_this_machine():
    index = pytest.importorskip("pip._internal.models.index").PyPI
    forbidden = [index.netloc, index.file_storage_domain]
    # Short paths (/src, /) are found in innocent text, so they are not looked for.
    forbidden += [str(ROOT)] if len(ROOT.parts) > 2 else []
    forbidden += [f"{Path.home()}{os.sep}"] if len(Path.home().parts) > 1 else []
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in _files()
        for text in forbidden
        if text.encode() in path.read_bytes()
    ]
    assert found == []
