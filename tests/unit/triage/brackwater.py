"""A made-up brand for the tests of triage."""

from chalicelib.domain.brand import Brand


def brackwater(*desks: str) -> Brand:
    """A brand with these desks (sales and support unless said otherwise), one account each."""
    names = desks or ("sales", "support")
    handles = {desk: f"brackwater_{desk}"[:15] for desk in names}
    targets = {"urgent": 15, "normal": 120}
    return Brand.model_validate(
        {
            "schema": 1,
            "brand": "brackwater",
            "name": "Brackwater",
            "fictitious": True,
            "website": "https://brackwater.example",
            "names": ["Brackwater"],
            "languages": ["en"],
            "accounts": [{"handle": handle} for handle in handles.values()],
            "desks": {
                desk: {
                    "accounts": [handle],
                    "time_zone": "Europe/London",
                    "hours": "Mon-Sun 00:00-24:00",
                    "answer_within_minutes": targets,
                    "voice": f"brackwater/{desk}",
                }
                for desk, handle in handles.items()
            },
            "searches": [
                {
                    "id": f"mentions-{desk}",
                    "desk": desk,
                    "kind": "mentions",
                    "account": handle,
                    "every_seconds": 30,
                    "reads_per_day": 100,
                }
                for desk, handle in handles.items()
            ],
        }
    )
