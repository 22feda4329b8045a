"""The house: a module imports only from tiers above its own, never from a peer, and nothing in a circle.

Imports for types alone count too, and those within functions.
"""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "journal"

TIERS = {
    "text": 1,
    "database": 2,
    "models": 3,
    "reads": 4,
    "search": 5,
    "transfer": 5,
    "forms": 6,
    "http": 6,
    "accounts": 7,
    "views": 8,
    "api": 8,
    "admin": 8,
    "templatetags": 8,
    "management": 8,
    "urls": 9,
    "apps": 9,
}
# A wing is a Django app in a folder of its own, on the tier of the faces: its name, and the wings that it may import.
WINGS: dict[str, set[str]] = {}
# What has no room of its own: data, history, and the tests, which look everywhere.
NOT_CODE = {"demo", "migrations", "tests", "__init__"}


def tier_of(room):
    return TIERS["views"] if room in WINGS else TIERS[room]


def sources():
    return [path for path in sorted(APP.rglob("*.py")) if room_of(path) not in NOT_CODE]


def room_of(path):
    return path.relative_to(APP).parts[0].removesuffix(".py")


@cache
def imports_of(path):
    """What it imports, by full names."""
    package = path.relative_to(ROOT).parts[:-1]
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            found += [f"{module}.{name.name}" for name in node.names]
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(APP)))
def test_a_module_imports_only_from_tiers_above_it(path):
    room = room_of(path)
    for module in imports_of(path):
        parts = module.split(".")
        assert parts[0] != "chronicles", f"{path} imports the project: {module}"
        if parts[0] == "journal" and len(parts) > 1 and parts[1] not in (room, *WINGS.get(room, ())):
            assert tier_of(parts[1]) < tier_of(room), f"{path.relative_to(ROOT)} imports {module}"


def test_modules_import_nothing_in_a_circle():
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sources()}
    modules = {name.removesuffix(".__init__"): path for name, path in named.items()}
    graph = {}
    for name, path in modules.items():
        found = {closest(imported, modules) for imported in imports_of(path)}
        graph[name] = found - {name, None}
    TopologicalSorter(graph).prepare()  # CycleError tells the circle
    for folder in {path.parent for path in sources()}:
        package = ".".join(folder.relative_to(ROOT).parts)
        TopologicalSorter(between_rooms(graph, package)).prepare()


def closest(imported, modules):
    """The module that has what is imported, or that it is."""
    while imported and imported not in modules:
        imported = imported.rpartition(".")[0]
    return imported or None


def between_rooms(graph, package):
    """Which of the files and folders in a package imports which."""
    rooms = {}
    for name, found in graph.items():
        room = room_in(package, name)
        if room:
            rooms.setdefault(room, set()).update(room_in(package, module) for module in found)
    return {room: found - {room, None} for room, found in rooms.items()}


def room_in(package, module):
    return module[len(package) + 1 :].split(".")[0] if module.startswith(f"{package}.") else None


@pytest.mark.parametrize(
    ("graph", "circle"),
    [
        ({"a.b": {"a.c"}, "a.c": set()}, False),
        ({"a.x.one": {"a.y.two"}, "a.y.three": {"a.x.four"}}, True),
    ],
)
def test_a_circle_of_folders_is_seen(graph, circle):
    try:
        TopologicalSorter(between_rooms(graph, "a")).prepare()
    except ValueError:
        assert circle
    else:
        assert not circle


def test_every_room_has_a_tier():
    rooms = {room_of(path) for path in APP.rglob("*.py")} - NOT_CODE
    assert rooms == set(TIERS) | set(WINGS)


@pytest.mark.parametrize("path", sorted((APP / "text").rglob("*.py")), ids=lambda path: path.stem)
def test_the_text_pipeline_knows_no_django(path):
    assert not [module for module in imports_of(path) if module.split(".")[0] == "django"]


@pytest.mark.parametrize("name", ["utils", "helpers", "services", "common", "core", "misc"])
def test_no_room_has_a_name_that_says_nothing(name):
    assert not [path for path in APP.rglob(f"{name}*") if path.stem == name]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(APP)))
def test_html_is_marked_safe_in_one_place_only(path):
    if path.name == "journal.py" and path.parent.name == "templatetags":
        return
    assert "mark_safe" not in path.read_text()


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(APP)))
def test_what_is_published_is_asked_of_the_queryset(path):
    if room_of(path) in ("models", "reads"):
        return
    assert "published_at__" not in path.read_text()


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(APP)))
def test_no_function_is_longer_than_a_page(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{path.name}: {node.name}"


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.name))
def test_a_template_fits_on_a_page_and_needs_no_inline_code(path):
    text = path.read_text()
    assert text.count("\n") <= 80
    assert "<style" not in text
    assert " style=" not in text
    assert "onclick" not in text
    assert "|safe" not in text
