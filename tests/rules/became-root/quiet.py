"""A process of root becomes another user."""
import os

os.setresuid(65534, 65534, 65534)
