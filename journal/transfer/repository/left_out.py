"""Files that nobody wrote for readers: what a program installed, built or made, and translations of what is there.

Each is left out with its reason. What was brought in before stays.
"""

import ast
import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from journal.transfer.formats.words import is_data

_FOLDERS = {
    "bower_components": "installed packages",
    "dist-info": "installed packages",
    "egg-info": "installed packages",
    "jspm_packages": "installed packages",
    "third_party": "somebody else's code",
    "thirdparty": "somebody else's code",
    "vendor": "somebody else's code",
    "vendors": "somebody else's code",
    "vendored": "somebody else's code",
    "staticfiles": "collected by Django",
}
_BUILT = re.compile(r"[.-]min\.(?:js|mjs|css)$|\.(?:bundle|chunk)\.(?:js|css)$|\.(?:js|css)\.map$", re.IGNORECASE)
_LIBRARIES = re.compile(
    r"^(?:jquery|bootstrap|popper|font-?awesome|all|normalize|modernizr|d3|three|vue|react|react-dom|angular|lodash"
    r"|moment|chart|leaflet|swiper|aos|animate|slick|owl\.carousel|select2|datatables|sweetalert2?|tailwind|htmx|alpine)"
    r"(?:[.-](?:v?\d[\w.]*|slim|core|bundle|esm|umd|prod|dev|global|all|grid|reboot|utilities|rtl))*\.(?:js|css|mjs)$",
    re.IGNORECASE,
)
_STATIC = ("static", "assets", "lib", "libs", "js", "css", "plugins", "dist", "public")
_MIGRATION = re.compile(r"(?:^|/)migrations/(?:__init__|\d{4}_\w+)\.py$")
_BY_HAND = re.compile(r"\bRun(?:Python|SQL)\b")
_TEST = re.compile(r"(?:[_.-]|(?<=[a-z]))(?:test|spec)s?$|^test_", re.IGNORECASE)
_LONGEST_LINE = 2_000  # bytes on average: a program that nobody wrote line by line

# The names that the settings of `startproject` set, in every version of Django.
_SETTINGS = {
    *("BASE_DIR", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "INSTALLED_APPS", "MIDDLEWARE", "MIDDLEWARE_CLASSES"),
    *("ROOT_URLCONF", "TEMPLATES", "TEMPLATE_DEBUG", "WSGI_APPLICATION", "ASGI_APPLICATION", "DATABASES"),
    *("AUTH_PASSWORD_VALIDATORS", "LANGUAGE_CODE", "TIME_ZONE", "USE_I18N", "USE_L10N", "USE_TZ", "STATIC_URL"),
    *(
        "STATICFILES_DIRS",
        "STATIC_ROOT",
        "MEDIA_URL",
        "MEDIA_ROOT",
        "DEFAULT_AUTO_FIELD",
        "TEMPLATE_DIR",
        "PROJECT_DIR",
    ),
}
_STARTED = "what startproject or startapp made, unchanged"
_LANGUAGES = set(
    "ar az be bg bn bs ca cs da de el en eo es et eu fa fi fr gl gu he hi hr hu hy id it ja ka kk km kn ko lt lv mk ml"
    " mn mr ms my nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te tg th tl tr uk ur uz vi zh".split()
)
_REGION = re.compile(r"^([a-z]{2})(?:[-_](?:[a-z]{2}|hans|hant|\d{3}))?$", re.IGNORECASE)
_SUFFIX = re.compile(r"^(.+?)[._-]([a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?)$", re.IGNORECASE)
_ENOUGH = 3  # languages, before one text in several is taken for translations


def by_path(path: str) -> str:
    """Why a file is left out because of where it is and what it is called; empty where it is not."""
    *folders, name = path.split("/")
    for folder in folders:
        reason = _FOLDERS.get(folder.lower().rpartition(".")[2] if "info" in folder else folder.lower())
        if reason:
            return f"in {folder}/: {reason}"
    if _BUILT.search(name):
        return "minified or bundled"
    if _LIBRARIES.match(name) and any(folder.lower() in _STATIC for folder in folders):
        return "a library that is not the author's"
    return ""


def by_contents(path: str, data: bytes) -> str:
    """Why a program is left out because of what it says; empty where it is not."""
    if path.endswith((".js", ".css", ".mjs")) and len(data) > _LONGEST_LINE * (data.count(b"\n") + 1):
        return "minified or bundled"
    if path.endswith(".txt"):
        return "rows of values, not words" if is_data(data[:50_000].decode("utf-8", "replace")) else ""
    if not path.endswith(".py") or len(data) > 50_000:
        return ""
    text = data.decode("utf-8", "replace")
    if _MIGRATION.search(path):
        return "" if _BY_HAND.search(text) else "a migration that Django wrote"
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return _STARTED if _is_started(posixpath.basename(path), module, text) else ""


def exercises(skipped: Mapping[str, str]) -> set[str]:
    """The folders that Exercism's program made: each has its settings in a hidden one, which is `skipped`."""
    return {path.split("/.exercism/")[0] for path in skipped if "/.exercism/" in path}


def with_an_exercise(path: str, folders: Collection[str]) -> str:
    """What came with an exercise. `folders` are those that `exercises` found."""
    if not any(path.startswith(f"{folder}/") for folder in folders):
        return ""
    stem, _, _ = posixpath.basename(path).rpartition(".")
    if _TEST.search(stem) or "/test/" in path or "/tests/" in path:
        return "a test that came with the exercise"
    return "came with the exercise" if stem in ("HELP", "HINTS") else ""


def translations(paths: Collection[str]) -> dict[str, str]:
    """By path, why it is left out: it says in another language what a file that is brought in says.

    One language is taken where a text is there in three or more: English, the one without a name, or the one with most.
    """
    texts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        for language, rest in _languages_in(path):
            texts[rest].setdefault(language, path)
    sets = {rest: found | ({"": rest} if rest in paths else {}) for rest, found in texts.items()}
    sets = {rest: found for rest, found in sets.items() if len(found) >= _ENOUGH}
    counted: defaultdict[str, int] = defaultdict(int)
    for found in sets.values():
        for language in found:
            counted[language] += 1
    left: dict[str, str] = {}
    for found in sets.values():
        chosen = max(found, key=lambda language: (language in ("en", ""), counted[language], language == "en"))
        for language, path in found.items():
            if language != chosen:
                left[path] = f"a translation of {found[chosen]}"
    return left


def _languages_in(path: str) -> list[tuple[str, str]]:
    """(language, the path without it) of each way in which a path names one."""
    parts = path.split("/")
    found = []
    for index, part in enumerate(parts[:-1]):
        if language := _language(part):
            found.append((language, "/".join([*parts[:index], *parts[index + 1 :]])))
    stem, dot, suffix = parts[-1].rpartition(".")
    match = _SUFFIX.match(stem)
    if match and suffix.lower() in ("md", "markdown", "ipynb", "qmd") and (language := _language(match[2])):
        found.append((language, "/".join([*parts[:-1], f"{match[1]}{dot}{suffix}"])))
    return found


def _language(word: str) -> str:
    match = _REGION.match(word)
    return word.lower().replace("_", "-") if match and match[1].lower() in _LANGUAGES else ""


def _is_started(name: str, module: ast.Module, text: str) -> bool:
    said = ast.get_docstring(module) or ""
    body = module.body[1:] if said else module.body
    others = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom)]
    match name:
        case "manage.py":
            functions = [node.name for node in others if isinstance(node, ast.FunctionDef)]
            return "execute_from_command_line" in text and functions in ([], ["main"]) and len(text.splitlines()) <= 30
        case "wsgi.py" | "asgi.py":
            return len(others) <= 2 and f"get_{name[:4]}_application" in text
        case "apps.py":
            return len(others) == 1 and _is_plain_app(others[0])
        case "admin.py" | "models.py" | "views.py" | "tests.py":
            return not others and "django" in text
        case "urls.py":
            routes = re.findall(r"\b(?:path|url|re_path)\(", text[text.find(said[-20:]) + 20 :] if said else text)
            return "url configuration" in said.lower() and len(others) == 1 and len(routes) <= 1
        case "settings.py":
            names = {target.id for target in _targets(others)}
            return bool(re.match(r"\s*Django settings for \S+ project", said)) and len(names - _SETTINGS) < 3
    return False


def _is_plain_app(node: ast.stmt) -> bool:
    """An AppConfig that says no more than its names."""
    is_app = isinstance(node, ast.ClassDef) and any("AppConfig" in ast.unparse(base) for base in node.bases)
    return is_app and all(isinstance(inner, ast.Assign) for inner in getattr(node, "body", []))


def _targets(nodes: list[ast.stmt]) -> list[ast.Name]:
    assigned = [node for node in nodes if isinstance(node, ast.Assign)]
    return [target for node in assigned for target in node.targets if isinstance(target, ast.Name)]
