#!/usr/bin/python3 -I
"""Servers and clients of TCP, UDP and unix sockets on this machine alone."""
import contextlib, os, selectors, socket

with contextlib.suppress(OSError):
    os.close(-5000)
for i in range(12):
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peer, _ = server.accept()
            with peer, selectors.DefaultSelector() as ready:
                ready.register(peer, selectors.EVENT_READ)
                client.sendall(b"GET / HTTP/1.1\r\n\r\n")
                ready.select()
                peer.recv(100)
                peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200)
                client.recv(1000)
                client.shutdown(socket.SHUT_RDWR)
                client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as two:
        one.bind(("127.0.0.1", 0))
        two.sendto(b"a datagram", one.getsockname())
        one.recvfrom(100)
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 1), timeout=1)
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind("socket")
        server.listen()
        client.connect("socket")
        client.send(b"to a path")
    os.unlink("socket")
    a, b = socket.socketpair()
    a.sendmsg([b"in ", b"pieces"])
    b.recv(100)
    a.close()
    b.close()
