"""Sockets of other kinds."""
import socket

socket.socket(socket.AF_INET, socket.SOCK_STREAM)
socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
