"""Another address."""
import socket

client = socket.socket()
client.settimeout(0.2)
client.connect_ex(("203.0.113.5", 80))
