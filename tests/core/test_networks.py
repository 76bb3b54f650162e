import pytest

from backend.core import networks


@pytest.mark.parametrize(
    ("host", "kept", "shown"),
    [
        ("203.0.113.77", "203.0.113.0/24", "203.0.113.…"),
        ("::ffff:203.0.113.77", "203.0.113.0/24", "203.0.113.…"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48", "2001:0db8:0001:…"),
        ("testclient", "", ""),
        ("", "", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(host: str, kept: str, shown: str) -> None:
    assert networks.coarse(host) == kept
    assert networks.shown(kept) == shown
