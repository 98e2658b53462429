"""A connection to such a port."""
import socket

socket.socket().connect_ex(("203.0.113.5", 3333))
