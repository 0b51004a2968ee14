"""Templates into pages: escaped by default, an unknown name is an error."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.console import static_files
from chalicelib.console.urls import Urls

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
# Packaging compiles the templates into this folder, so that a function need not.
COMPILED = Path(__file__).parent / "compiled"
HTMX = "htmx.min.js"


@cache
def environment(further: tuple[Path, ...] = ()) -> "Environment":
    """The templates of the console, and of further folders for pages that extend them."""
    from jinja2 import Environment, FileSystemLoader, ModuleLoader, StrictUndefined

    is_compiled = COMPILED.is_dir() and not further
    return Environment(
        loader=ModuleLoader(COMPILED) if is_compiled else FileSystemLoader([*further, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(
    template: str, *, urls: Urls, assets_dir: Path, further: Sequence[Path] = (), **values: object
) -> str:
    """A page or a fragment as HTML."""
    static: Callable[[str], str] = partial(_static, urls, assets_dir)
    has_htmx = bool(static_files.version(HTMX, assets_dir))
    page = environment(tuple(further)).get_template(template)
    return page.render(static=static, has_htmx=has_htmx, **values)


def _static(urls: Urls, assets_dir: Path, name: str) -> str:
    return urls.static(name, static_files.version(name, assets_dir))
