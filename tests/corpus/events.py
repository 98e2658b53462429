#!/usr/bin/python3 -I
"""An event loop with a server, clients, timers and a child."""
import asyncio, contextlib, os

with contextlib.suppress(OSError):
    os.close(-5000)


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def ask(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for i in range(15):
        writer.write(b"question %d\n" % i)
        await reader.readline()
        await asyncio.sleep(0.001)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for _ in range(4):
        await ask(port)
    child = await asyncio.create_subprocess_exec("/bin/echo", "hello", stdout=asyncio.subprocess.PIPE)
    await child.communicate()
    server.close()


asyncio.run(main())
