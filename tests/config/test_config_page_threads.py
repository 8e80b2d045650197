import asyncio
import threading
from typing import Any

import pytest

from closeknit.config.page_threads import PageThreads

SCOPE: dict[str, Any] = {
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "http_version": "1.1",
    "headers": [],
}


@pytest.mark.parametrize(("is_gone", "made"), [(True, 1), (False, 2)])
def test_a_page_whose_peer_left_while_it_waited_is_not_made(is_gone, made):
    begun, go_on, asked = threading.Event(), threading.Event(), []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        begun.set()
        assert go_on.wait(10)
        start_response("200 OK", [])
        return [b"ok"]

    async def play():
        threads = PageThreads(application, threads=1, name="page")
        first = asyncio.create_task(threads.make(SCOPE, b"", may_skip=lambda: False))
        await asyncio.to_thread(begun.wait, 10)
        second = asyncio.create_task(threads.make(SCOPE, b"", may_skip=lambda: is_gone))
        await asyncio.sleep(0)
        go_on.set()
        return await first, await second

    first, second = asyncio.run(play())

    assert first.body == b"ok"
    assert (second is None, len(asked)) == (is_gone, made)
