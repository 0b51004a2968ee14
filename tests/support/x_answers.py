"""Answers as X gives them, made up, under either naming. Any field can be given, or left out with None."""

from typing import Literal

Json = dict[str, object]
Naming = Literal["tweet", "post"]
NAMINGS: tuple[Naming, ...] = ("tweet", "post")

PROBLEMS = "https://api.twitter.com/2/problems"
ASKER = "901"
HELP = "902"


def a_user(id: str = ASKER, username: str = "mara_example", name: str = "Mara") -> Json:
    """An account."""
    return {
        "id": id,
        "username": username,
        "name": name,
        "profile_image_url": f"https://pics.example/{username}.png",
    }


USERS = [a_user(), a_user(HELP, "TarnhollowHelp", "Tarnhollow Help")]


def a_tweet(id: str = "1001", naming: Naming = "tweet", **fields: object) -> Json:
    """A post; `note`, `referenced` and `edit_history` are named as the naming has it."""
    whole: Json = {
        "id": id,
        "text": "My tent leaks &amp; nobody answers @TarnhollowHelp",
        "author_id": ASKER,
        "conversation_id": id,
        "created_at": "2026-03-02T09:00:00.000Z",
        "lang": "en",
        "entities": {"mentions": [{"start": 35, "end": 50, "username": "TarnhollowHelp", "id": HELP}]},
        "edit_history": [id],
    }
    names = {
        "note": f"note_{naming}",
        "referenced": f"referenced_{naming}s",
        "edit_history": f"edit_history_{naming}_ids",
    }
    given = {names.get(name, name): value for name, value in (whole | fields).items()}
    return {name: value for name, value in given.items() if value is not None}


def a_page(
    *tweets: Json, naming: Naming = "tweet", included: list[Json] | None = None, **meta: object
) -> Json:
    """A page of posts with their authors."""
    if not tweets:
        return {"meta": {"result_count": 0}}
    includes: Json = {"users": USERS}
    if included:
        includes[f"{naming}s"] = included
    return {"data": list(tweets), "includes": includes, "meta": {"result_count": len(tweets), **meta}}


def missing(id: str, kind: str = "resource-not-found", parameter: str = "ids") -> Json:
    """The problem that says a post is not there."""
    return {
        "value": id,
        "detail": f"Could not find tweet with {parameter}: [{id}].",
        "title": "Not Found Error",
        "resource_type": "tweet",
        "parameter": parameter,
        "resource_id": id,
        "type": f"{PROBLEMS}/{kind}",
    }


def problem(status: int, title: str, detail: str, kind: str = "about:blank") -> Json:
    """The body of an error."""
    return {"status": status, "title": title, "detail": detail, "type": kind}


def invalid(parameter: str, value: str, message: str) -> Json:
    """The body of a 400."""
    return {
        "errors": [{"parameters": {parameter: [value]}, "message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": f"{PROBLEMS}/invalid-request",
    }


ME = {"data": a_user(HELP, "TarnhollowHelp", "Tarnhollow Help")}
