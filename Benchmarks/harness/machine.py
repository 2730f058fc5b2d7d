"""On what, and with which versions, something was measured."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path


def printed(*arguments: str) -> str:
    """What a program prints, or nothing where it is missing or fails."""
    try:
        return subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def machine(cores: list[int]) -> dict[str, str]:
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").open() if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": model,
        "cores": f"{len(cores)} used of {os.cpu_count()}",
        "memory": f"{memory / 2**30:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


def versions(root: Path) -> dict[str, str]:
    commit = printed("git", "-C", str(root), "rev-parse", "--short=10", "HEAD") or "?"
    changed = printed("git", "-C", str(root), "status", "--porcelain", "--untracked-files=no")
    others = {"Swift": "swift", "jq": "jq", "lnav": "lnav", "coreutils": "wc", "grep": "grep"}
    return {
        "hindcast": commit + (" with changes" if changed else ""),
        "DuckDB": version("duckdb"),
    } | {name: printed(program, "--version").partition("\n")[0] for name, program in others.items()}
