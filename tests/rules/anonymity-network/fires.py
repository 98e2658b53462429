"""The proxy's port on this machine."""
import socket

socket.socket().connect_ex(("127.0.0.1", 9050))
