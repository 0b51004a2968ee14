"""Somebody who speaks to us in a language that the word lists do not know waits for a person."""

import pytest

from chalicelib.triage.judge import judge

OURS = frozenset({"tarnhollowcare"})


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("@tarnhollowcare طلبي متأخر منذ ثلاثة أسابيع ولا أحد يرد", "ar"),
        ("@tarnhollowcare мой заказ не пришёл, уже три недели жду", "ru"),
        ("@tarnhollowcare tilaukseni on kolme viikkoa myöhässä, missä se on", "fi"),
    ],
)
def test_it_is_kept_and_says_why(text: str, lang: str) -> None:
    verdict = judge(text, lang=lang, own_handles=OURS)
    assert verdict.needs_reply
    assert any("no words for" in reason for reason in verdict.why)


def test_the_same_said_to_somebody_else_is_put_aside() -> None:
    assert not judge(
        "@friend мой заказ не пришёл, уже три недели жду", lang="ru", own_handles=OURS
    ).needs_reply


def test_a_greeting_is_not_taken_for_a_matter() -> None:
    verdict = judge("@tarnhollowcare مرحبا", lang="ar", own_handles=OURS)
    assert not any("no words for" in reason for reason in verdict.why)
