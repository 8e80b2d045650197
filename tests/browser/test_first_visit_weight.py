"""What a first visit costs on the wire, counted by the browser itself."""

import pytest

pytestmark = pytest.mark.browser
MOST_BYTES, MOST_WITHOUT_TYPEFACE, MOST_REQUESTS = 60_000, 25_000, 6


def test_a_first_visit_is_light(server, phone):
    charlies = phone()
    wire = charlies.context.new_cdp_session(charlies.page)
    wire.send("Network.enable")
    addresses, weights = {}, {}
    wire.on(
        "Network.requestWillBeSent",
        lambda sent: addresses.update({sent["requestId"]: sent["request"]["url"]}),
    )
    wire.on(
        "Network.loadingFinished",
        lambda done: weights.update({done["requestId"]: done["encodedDataLength"]}),
    )

    charlies.page.goto(server.base + "/", wait_until="networkidle")
    charlies.page.wait_for_timeout(300)
    fetched = {
        addresses[each]: weight
        for each, weight in weights.items()
        if not addresses[each].startswith("data:")
    }
    typeface = sum(weight for address, weight in fetched.items() if address.endswith(".woff2"))

    assert typeface > 0
    assert sum(fetched.values()) <= MOST_BYTES, fetched
    assert sum(fetched.values()) - typeface <= MOST_WITHOUT_TYPEFACE, fetched
    assert len(fetched) <= MOST_REQUESTS, fetched
