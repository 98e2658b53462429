"""A connection to another one, and one to this machine."""
import socket

socket.socket().connect_ex(("203.0.113.5", 443))
socket.socket().connect_ex(("127.0.0.1", 3333))
