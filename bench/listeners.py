"""Hold many streams open and note when each event arrives. Run by bench/live.py."""

import asyncio
import json
import sys
import time

ARRIVED: list[tuple[int, int, str, int]] = []


class Listener(asyncio.Protocol):
    """One stream; notes nanoseconds of the monotonic clock, its number, topic and version."""

    def __init__(self, number: int, request: bytes) -> None:
        self.number, self.request = number, request
        self.opened = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        at = time.monotonic_ns()
        for line in data.split(b"\n"):
            if line.startswith(b"data: "):
                _data, listening_room, version = line.split()
                ARRIVED.append((at, self.number, listening_room.decode(), int(version)))
                if not self.opened.done():
                    self.opened.set_result(None)


def _request(topic: str, cookies: dict[str, str]) -> bytes:
    kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return f"GET /live/{topic}/ HTTP/1.1\r\nHost: localhost\r\nCookie: {kept}\r\n\r\n".encode()


async def _listen(port: int, listening_rooms: list[dict]) -> None:
    loop, listeners = asyncio.get_running_loop(), []
    for place, listening_room in enumerate(listening_rooms):
        for seat, cookies in enumerate(listening_room["cookies"]):
            request = _request(listening_room["listening_room"], cookies)
            _transport, listener = await loop.create_connection(
                lambda number=2 * place + seat, request=request: Listener(number, request),
                "127.0.0.1",
                port,
            )
            listeners.append(listener)
            await asyncio.wait_for(listener.opened, timeout=60)
    print("open", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    print(json.dumps(ARRIVED), flush=True)


if __name__ == "__main__":
    asyncio.run(_listen(int(sys.argv[1]), json.loads(sys.stdin.readline())))
