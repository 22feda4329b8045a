"""The house: a module imports only from tiers above its own, never from a peer."""

import ast
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
# What has no room of its own: data, history, and the tests, which look everywhere.
NOT_CODE = {"demo", "migrations", "tests", "__init__"}


def sources():
    return [path for path in sorted(APP.rglob("*.py")) if room_of(path) not in NOT_CODE]


def room_of(path):
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imports_of(path):
    """(module, is for types only) of each import, in full."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    tree = ast.parse(path.read_text())
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(APP)))
def test_a_module_imports_only_from_tiers_above_it(path):
    room = room_of(path)
    for module in imports_of(path):
        parts = module.split(".")
        assert parts[0] != "chronicles", f"{path} imports the project: {module}"
        if parts[0] == "journal" and len(parts) > 1 and parts[1] != room:
            assert TIERS[parts[1]] < TIERS[room], f"{path.relative_to(ROOT)} imports {module}"


def test_every_room_has_a_tier():
    rooms = {room_of(path) for path in APP.rglob("*.py")} - NOT_CODE
    assert rooms == set(TIERS)


@pytest.mark.parametrize("path", sorted((APP / "text").glob("*.py")), ids=lambda path: path.stem)
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
