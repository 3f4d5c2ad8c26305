"""Install a package of Debian where that is allowed without asking; elsewhere, say how."""

import os
import shutil
import subprocess


def install(package: str) -> bool:
    """Return whether the package could be installed: as root, or by a `sudo` that asks no password."""
    if shutil.which("apt-get") is None:
        return False
    before = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if before and (
        shutil.which("sudo") is None or subprocess.call([*before, "true"], stderr=subprocess.DEVNULL)
    ):
        return False
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    return all(
        subprocess.call([*before, *quiet, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) == 0  # noqa: S603
        for command in (["update"], ["install", "-y", "--no-install-recommends", package])
    )


def by_hand(package: str) -> str:
    """Return the command that a person would type."""
    return f"sudo apt-get update && sudo apt-get install -y {package}"
