"""Every pair of colours that carries text can be read (WCAG 2.2, level AA), by day and by night."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[3] / "chalicelib/console/static/console.css").read_text("utf-8")
COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
TEXT = [
    ("ink", "ground"),
    ("ink", "panel"),
    ("ink", "raised"),
    ("muted", "ground"),
    ("muted", "panel"),
    ("muted", "raised"),
    ("muted", "accent-soft"),
    ("accent-ink", "panel"),
    ("accent-ink", "accent-soft"),
    ("on-accent", "accent"),
    ("danger", "panel"),
    ("danger", "danger-soft"),
    ("ink", "danger-soft"),
    ("warn", "panel"),
    ("warn", "warn-soft"),
    ("ink", "warn-soft"),
    ("muted", "warn-soft"),
    ("ink", "ok-soft"),
]
SIGNS = [("focus", "panel"), ("focus", "ground"), ("strong-line", "panel"), ("ok", "panel")]


def _palette(scheme: str) -> dict[str, str]:
    light, dark = CSS.split("@media (prefers-color-scheme: dark)")[:2]
    by_day = dict(COLOUR.findall(light))
    return by_day if scheme == "light" else by_day | dict(COLOUR.findall(dark))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: str) -> None:
    palette = _palette(scheme)
    poor = {pair: _contrast(palette[pair[0]], palette[pair[1]]) for pair in TEXT}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rings_and_edges_can_be_seen(scheme: str) -> None:
    palette = _palette(scheme)
    poor = {pair: _contrast(palette[pair[0]], palette[pair[1]]) for pair in SIGNS}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 3} == {}


def test_initials_can_be_read_on_every_circle() -> None:
    circles = dict(re.findall(r"\.hue-([0-7]) \{ background: (#[0-9a-f]{6}); \}", CSS))
    assert len(circles) == 8
    assert {hue: colour for hue, colour in circles.items() if _contrast(colour, "#ffffff") < 4.5} == {}
