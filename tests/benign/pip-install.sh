# needs: python3 python3-venv
# A package is built as a wheel and installed into a new environment, without a network.
set -e
python3 -m venv env
mkdir one
echo 'def answer(): return 42' >one/__init__.py
cat >wheel.py <<'P'
import base64, hashlib, zipfile
files = {"one/__init__.py": open("one/__init__.py", "rb").read(),
         "one-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: one\nVersion: 1.0\n",
         "one-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
record = ""
for name, data in files.items():
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    record += f"{name},sha256={digest},{len(data)}\n"
with zipfile.ZipFile("one-1.0-py3-none-any.whl", "w") as wheel:
    for name, data in files.items():
        wheel.writestr(name, data)
    wheel.writestr("one-1.0.dist-info/RECORD", record + "one-1.0.dist-info/RECORD,,\n")
P
python3 wheel.py
env/bin/pip install --no-index ./one-1.0-py3-none-any.whl
env/bin/python -c 'import one; print(one.answer())'
