"""The address of the metadata, which nobody has here."""
import socket

client = socket.socket()
client.settimeout(0.2)
client.connect_ex(("169.254.169.254", 80))
