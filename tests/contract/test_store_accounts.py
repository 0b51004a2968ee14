"""What any store does with accounts whose keys were proven."""

from chalicelib.ports import Store

SHOP, OTHER = "TarnhollowShop", "TarnhollowHelp"


def test_nothing_is_proven_at_first(store: Store) -> None:
    assert store.account_id(SHOP, "print-1") is None


def test_what_was_proven_is_known_whatever_the_handles_case(store: Store) -> None:
    store.keep_account_id(SHOP, "print-1", "42")
    assert store.account_id(SHOP, "print-1") == "42"
    assert store.account_id(SHOP.upper(), "print-1") == "42"
    assert store.account_id(OTHER, "print-1") is None


def test_other_keys_are_not_proven_and_take_the_place_of_earlier_ones(store: Store) -> None:
    store.keep_account_id(SHOP, "print-1", "42")
    assert store.account_id(SHOP, "print-2") is None
    store.keep_account_id(SHOP, "print-2", "42")
    assert store.account_id(SHOP, "print-2") == "42"
    assert store.account_id(SHOP, "print-1") is None


def test_a_handle_cannot_spell_another_key(store: Store) -> None:
    store.keep_account_id("a#b", "print-1", "42")
    assert store.account_id("a#b", "print-1") == "42"
    assert store.account_id("a", "print-1") is None
