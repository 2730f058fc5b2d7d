"""Builds what is measured."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def built(product: str) -> str:
    """The path of a product of the package, built for release."""
    command = ["swift", "build", "-c", "release", "--product", product]
    subprocess.run(command, cwd=ROOT, check=True, stdout=2)
    folder = subprocess.run([*command, "--show-bin-path"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return f"{folder}/{product}"
