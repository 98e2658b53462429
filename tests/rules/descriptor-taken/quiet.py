"""A descriptor is sent over a socket."""
import os, socket

left, right = socket.socketpair()
socket.send_fds(left, [b"x"], [1])
socket.recv_fds(right, 1, 1)
