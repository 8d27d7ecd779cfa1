"""Many clients of the event stream in a process of its own: python -m rapport.config.bench.listeners PORT COUNT < cookie

Says `ready` when all listen; at the end of its input it prints, as JSON, when each event reached each client.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

Receipts = list[tuple[int, float]]


async def listen(port: int, cookie: str, receipts: Receipts, ready: asyncio.Semaphore) -> None:
    """Hold one stream open and note each event's number with the time of its arrival."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET /events HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n"
    writer.write(head.encode())
    while line := await reader.readline():
        if line.startswith(b"retry:"):
            ready.release()
        elif line.startswith(b"id: "):
            receipts.append((int(line[4:]), time.time()))


async def main() -> None:
    """Listen until the input ends."""
    port, count = int(sys.argv[1]), int(sys.argv[2])
    cookie = sys.stdin.readline().strip()
    receipts: Receipts = []
    ready = asyncio.Semaphore(0)
    clients = [
        asyncio.create_task(listen(port, cookie, receipts, ready)) for _number in range(count)
    ]
    for _number in range(count):
        await ready.acquire()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    for client in clients:
        client.cancel()
    json.dump(receipts, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
