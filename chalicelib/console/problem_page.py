"""Problems as pages, and as fragments for htmx."""

from chalicelib.console.answer import Answer
from chalicelib.console.problems import Problem
from chalicelib.console.render import render
from chalicelib.console.services import ConsoleServices
from chalicelib.console.urls import Urls
from chalicelib.console.views.frame import Frame


def problem_answer(services: ConsoleServices, urls: Urls, problem: Problem, *, as_fragment: bool) -> Answer:
    """The problem in plain words; as a fragment, it goes to the page's place for news."""
    settings = services.settings
    sign_in = urls.at(settings.sign_in_path) if problem.status == 401 else ""
    template = "problem_fragment.html" if as_fragment else "problem.html"
    body = render(
        template,
        urls=urls,
        assets_dir=settings.assets_dir,
        frame=Frame(problem.title, urls),
        problem=problem,
        sign_in=sign_in,
    )
    aim = {"HX-Retarget": "#problem", "HX-Reswap": "innerHTML"} if as_fragment else {}
    return Answer(body, problem.status, aim)
