"""Repositories of Hugo and Jekyll: which of their files are the site's machinery and not its words."""

from collections.abc import Callable, Collection

_HUGO = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json")
_JEKYLL = ("_config.yml", "_config.yaml", "_config.toml")
_JEKYLL_MACHINERY = ("_layouts/", "_includes/", "_sass/", "_plugins/", "_data/", "assets/", "vendor/")


def is_hugo(paths: Collection[str]) -> bool:
    configured = any(name in paths for name in _HUGO) or any(path.startswith("config/_default/") for path in paths)
    return configured and any(path.startswith("content/") for path in paths)


def machinery_of(paths: Collection[str]) -> Callable[[str], str]:
    """A function from a path to why it is no writing of the author's; empty where it may be."""
    known = set(paths)
    if is_hugo(known):
        return lambda path: "" if path.startswith("content/") else "what Hugo builds the site with"
    if not any(name in known for name in _JEKYLL):
        return lambda path: ""

    def of_jekyll(path: str) -> str:
        is_template = path.endswith((".html", ".rb", "Rakefile", ".scss")) and "_posts/" not in path
        is_machinery = path.startswith(_JEKYLL_MACHINERY) or is_template
        return "what Jekyll builds the site with" if is_machinery else ""

    return of_jekyll
