"""Who is asking: headers count only from a trusted proxy."""

from __future__ import annotations

import pytest

from rapport.config.env import BadSetting
from rapport.config.server.proxy import behind_proxy, networks
from rapport.config.server.types import Scope

TRUSTED = networks(["10.0.0.0/8", "fd00::/8"])


def scope(client: str, **headers: str) -> Scope:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "scheme": "http", "client": (client, 4000), "headers": named}


def test_a_stranger_cannot_name_another_address_or_scheme() -> None:
    found = behind_proxy(
        scope(
            "203.0.113.9",
            x_forwarded_for="198.51.100.1",
            x_forwarded_proto="https",
            x_real_ip="1.1.1.1",
        ),
        TRUSTED,
    )
    assert (found["client"][0], found["scheme"], found["headers"]) == ("203.0.113.9", "http", [])


def test_a_trusted_proxy_can() -> None:
    found = behind_proxy(
        scope("10.1.1.1", x_forwarded_for="198.51.100.1", x_forwarded_proto="https"), TRUSTED
    )
    assert (found["client"][0], found["scheme"]) == ("198.51.100.1", "https")


def test_what_the_client_wrote_before_the_proxies_is_not_believed() -> None:
    found = behind_proxy(
        scope("10.1.1.1", x_forwarded_for="127.0.0.1, 198.51.100.1, 10.2.2.2"), TRUSTED
    )
    assert found["client"][0] == "198.51.100.1"


@pytest.mark.parametrize("claim", ["unknown", "", "a, b", "198.51.100.1:80", "\x00"])
def test_a_claim_that_is_no_address_leaves_the_proxy_itself(claim: str) -> None:
    assert (
        behind_proxy(scope("10.1.1.1", x_forwarded_for=claim), TRUSTED)["client"][0] == "10.1.1.1"
    )


def test_a_mapped_address_is_the_same_proxy() -> None:
    found = behind_proxy(scope("::ffff:10.1.1.1", x_forwarded_proto="https"), TRUSTED)
    assert found["scheme"] == "https"


def test_an_underscore_does_not_smuggle_a_header_in() -> None:
    smuggled: Scope = scope("203.0.113.9")
    smuggled["headers"] = [(b"x_forwarded_proto", b"https"), (b"accept", b"*/*")]
    assert behind_proxy(smuggled, TRUSTED)["headers"] == [(b"accept", b"*/*")]


def test_a_wrong_setting_is_a_sentence() -> None:
    with pytest.raises(BadSetting, match="RAPPORT_TRUSTED_PROXY must list addresses"):
        networks(["proxy.example.com"])
