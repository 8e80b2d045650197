"""Puts uv into .uv/ with nothing but the standard library, where pip and venv may be missing.

The wheel comes from the package index and must match the hash below; any Python from 3.7 on will
do. `make` runs it once.
"""

import hashlib
import io
import json
import os
import platform
import stat
import sys
import urllib.request
import zipfile
from pathlib import Path

VERSION = "0.13.9"
HASHES = {
    "macosx_10_12_x86_64": "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    "macosx_11_0_arm64": "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
    "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64": (
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe"
    ),
    "manylinux_2_17_x86_64.manylinux2014_x86_64": (
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19"
    ),
    "musllinux_1_1_x86_64": "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
}
INDEX = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("PIP_INDEX_URL")
INDEX = (INDEX or "https://pypi.org/simple").rstrip("/")
TARGET = Path(__file__).resolve().parent.parent / ".uv" / "uv"


def main() -> None:
    tag = platform_tag()
    name = f"uv-{VERSION}-py3-none-{tag}.whl"
    sys.stdout.write(f"Fetching {name}\n")
    wheel = fetch(name)
    if hashlib.sha256(wheel).hexdigest() != HASHES[tag]:
        sys.exit(f"{name} is not the file we know, so it was not used. Try again later.")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        program = archive.read(f"uv-{VERSION}.data/scripts/uv")
    try:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_bytes(program)
        TARGET.chmod(TARGET.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    except OSError as error:
        sys.exit(f"{TARGET} could not be written: {error.strerror}. Use a checkout of your own.")


def platform_tag() -> str:
    """Return the tag of the wheel for this machine, as the index names it."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if sys.platform == "darwin":
        kind = "macosx_11_0_arm64" if machine == "aarch64" else "macosx_10_12_x86_64"
    elif sys.platform == "linux" and machine in ("x86_64", "aarch64"):
        libc = "manylinux_2_17" if platform.libc_ver()[0] else "musllinux_1_1"
        kind = next(tag for tag in HASHES if machine in tag and libc in tag)
    else:
        sys.exit(f"No uv is known for {sys.platform} {machine}. Install uv yourself, then retry.")
    return kind


def fetch(name: str) -> bytes:
    """Find the wheel's address in the index, PEP 691, and return its bytes."""
    request = urllib.request.Request(  # noqa: S310  the index of the host's own choice
        f"{INDEX}/uv/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as listing:  # noqa: S310
            files = json.load(listing)["files"]
        url = next(file["url"] for file in files if file["filename"] == name)
        with urllib.request.urlopen(url, timeout=180) as wheel:  # noqa: S310
            return wheel.read()
    except (OSError, ValueError, StopIteration) as error:
        sys.exit(f"uv could not be fetched from {INDEX}: {error!r}. Install it, then retry.")


if __name__ == "__main__":
    main()
