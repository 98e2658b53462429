# needs: python3 libpython-testsuite
# Some of Python's own tests: threads, processes, files, sockets on loopback.
/usr/bin/python3 -m test -q test_tempfile test_shutil test_queue test_json test_glob >/dev/null 2>&1 || true
