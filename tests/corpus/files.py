#!/usr/bin/python3 -I
"""Files and folders as a script handles them: written, read, copied, renamed, searched, removed."""
import contextlib, glob, os, shutil, stat, tempfile

with contextlib.suppress(OSError):
    os.close(-5000)
os.makedirs("tree/a/b/c")
for i in range(40):
    name = f"tree/a/file {i}.txt"
    with open(name, "w") as out:
        out.write(f"line {i}\n" * (i + 1))
    with open(name, "rb") as text:
        text.seek(3)
        text.read(10)
    os.chmod(name, 0o600 + i % 8)
    os.utime(name, (1000000000 + i, 1100000000.5))
for path in sorted(glob.glob("tree/a/*.txt")):
    info = os.stat(path)
    assert stat.S_ISREG(info.st_mode)
    shutil.copy2(path, "tree/a/b")
    os.link(path, path + ".link")
    os.symlink(os.path.basename(path), path + ".symlink")
    os.readlink(path + ".symlink")
    os.replace(path + ".link", path + ".moved")
    os.truncate(path, 2)
    for call in (os.listdir, os.rmdir, os.chdir):
        with contextlib.suppress(OSError):
            call(path)
    with contextlib.suppress(OSError):
        open(path + "/nothing")
for folder, names, files in os.walk("tree"):
    for name in sorted(files):
        os.path.islink(os.path.join(folder, name))
with tempfile.TemporaryDirectory(dir=".") as folder:
    with tempfile.NamedTemporaryFile(dir=folder) as out:
        out.write(b"x" * 5000)
        out.flush()
        os.fsync(out.fileno())
print(shutil.disk_usage(".").total > 0)
shutil.rmtree("tree")
