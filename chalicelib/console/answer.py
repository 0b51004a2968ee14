"""What the console answers, free of any web framework, with the headers that every answer carries."""

from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Answer:
    """Status, body and headers; the security headers are added on the way out."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def all_headers(self) -> dict[str, str]:
        """Every header to send."""
        return {"Content-Type": HTML} | SECURITY | self.headers


def unchanged() -> Answer:
    """Nothing new for a poll: htmx leaves the page as it is."""
    return Answer(status=204)


def go_to(href: str) -> Answer:
    """After a form: look at this page."""
    return Answer(status=303, headers={"Location": href})
