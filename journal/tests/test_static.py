"""Style and scripts: small, hashed, in layers, and legible."""

import json
import re
from pathlib import Path

import pytest

from journal.tests.processes import ROOT, manage

STATIC = ROOT / "static"
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    data = tmp_path_factory.mktemp("collected")
    run = manage("collectstatic", "--noinput", data=data)
    assert run.returncode == 0, run.stderr
    return data / "static"


def test_every_import_is_hashed(collected):
    paths = json.loads((collected / "staticfiles.json").read_text())["paths"]
    for name in ("css/app.css", "js/app.js"):
        text = (collected / paths[name]).read_text()
        found = re.findall(r'(?:import|url\() ?"([^"]+)"', text)
        assert found
        for target in found:
            assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", target), target
            assert (collected / paths[name]).parent.joinpath(target).exists()


def test_files_are_compressed_by_gzip_only(collected):
    assert list(collected.rglob("*.css.gz"))
    assert not list(collected.rglob("*.br"))


def test_the_style_sheet_names_every_file_once():
    contents = (STATIC / "css" / "app.css").read_text()
    named = re.findall(r'@import url\("([^"]+)"\) layer\((\w+)\)', contents)
    assert sorted(name for name, _ in named) == [path.name for path in STYLES if path.name != "app.css"]
    layers = re.search(r"@layer ([^;]+);", contents)[1].split(", ")
    assert {layer for _, layer in named} <= set(layers)


def test_the_budget_is_kept():
    assert sum(path.stat().st_size for path in STYLES) <= 60_000
    assert sum(path.stat().st_size for path in SCRIPTS) <= 25_000
    assert sum(path.stat().st_size for path in (STATIC / "js" / "admin").glob("*.js")) <= 32_000  # for authors alone


def test_an_entry_with_its_style_and_scripts_is_small(collected):
    total = sum(
        path.stat().st_size for path in [*collected.glob("css/*.css.gz"), *collected.glob("js/*.js.gz")] if hashed(path)
    )
    assert total < 14_000  # of 20,000, so that 6 kB of compressed text fit


def hashed(path):
    return re.search(r"\.[0-9a-f]{12}\.", path.name)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_keeps_the_rules_of_the_house(path):
    text = path.read_text()
    assert text.count("\n") <= 180
    assert not re.search(r"#[\w-]+\s*[{,]", text), "ids are not for style"
    assert "http" not in text
    if path.name not in ("reset.css", "print.css"):
        assert "!important" not in text
    if path.name not in ("tokens.css", "code.css", "print.css"):
        assert not re.search(r"oklch\([\d.]", text), "components use meanings, not values"
        assert not re.search(r"#[0-9a-f]{3,8}\b", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_keeps_the_rules_of_the_house(path):
    text = path.read_text()
    for word in ("innerHTML", "eval(", "document.write", "http:", "https:", ".style."):
        assert word not in text
    for line in text.splitlines():
        if line.startswith("import "):
            assert line.endswith(";")
            assert '"./' in line
    if "connectedCallback" in text:
        assert "disconnectedCallback" in text


def luminance(lightness, chroma, hue):
    """Relative luminance of an OKLCH colour (CSS Color 4, section 10; Björn Ottosson's matrices)."""
    import math

    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(1, max(0, channel)) for channel in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(*one), luminance(*other)))
    return (high + 0.05) / (low + 0.05)


def colours():
    """{name: (by day, by night)} of every colour that the tokens define, as OKLCH triples."""
    text = (STATIC / "css" / "tokens.css").read_text() + (STATIC / "css" / "code.css").read_text()
    value = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
    raw = {name: tuple(map(float, found)) for name, *found in re.findall(rf"--([\w-]+): {value};", text)}
    pairs = {}
    for name, day, night in re.findall(r"--([\w-]+): light-dark\((.+?\)), (.+?\))\);", text):
        pairs[name] = tuple(_resolve(side, raw, value) for side in (day, night))
    return pairs


def _resolve(side, raw, value):
    direct = re.fullmatch(value, side)
    return tuple(map(float, direct.groups())) if direct else raw[re.fullmatch(r"var\(--([\w-]+)\)", side)[1]]


COLOURS = colours()
TEXT = [name for name in COLOURS if name.startswith(("color-text", "color-quiet", "color-rubric", "code-"))]


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ground", ["color-page", "color-panel", "color-mark"])
@pytest.mark.parametrize("name", TEXT)
def test_every_text_colour_is_legible(name, ground, scheme):
    if ground == "color-mark" and name in ("color-quiet", "color-rubric"):
        pytest.skip("never on marked ground")
    assert contrast(COLOURS[name][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("name", ["color-control", "color-focus"])
def test_controls_and_focus_stand_out(name, scheme):
    assert contrast(COLOURS[name][scheme], COLOURS["color-page"][scheme]) >= 3


def test_the_folder_has_no_stranger_in_it():
    assert {path.name for path in Path(STATIC).iterdir()} == {"css", "js", "img"}
