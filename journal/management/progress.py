"""A progress bar on a terminal; nothing anywhere else."""

from collections.abc import Callable

from django.core.management.base import OutputWrapper


def progress_bar(stdout: OutputWrapper, verbosity: int) -> Callable[[int, int], None]:
    """A function that draws how many are done, of how many."""
    if verbosity < 1 or not stdout.isatty():
        return lambda done, total: None

    def draw(done: int, total: int) -> None:
        filled = 30 * done // total
        ending = "\n" if done == total else ""
        stdout.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", ending=ending)
        stdout.flush()

    return draw
