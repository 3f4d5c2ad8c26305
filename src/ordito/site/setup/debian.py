"""Install a package of Debian where that is allowed without asking; elsewhere, say how."""

import os
import shutil
import subprocess


def install(package: str) -> bool:
    """Return whether the package could be installed: as root, or by a `sudo` that asks no password."""
    if shutil.which("apt-get") is None:
        return False
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if become and (shutil.which("sudo") is None or not _does([*become, "true"])):
        return False
    apt = [*become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    return _does([*apt, "update"]) and _does([*apt, "install", "-y", "--no-install-recommends", package])


def _does(command: list[str]) -> bool:
    return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) == 0  # noqa: S603


def by_hand(package: str) -> str:
    """Return the command that a person would type."""
    return f"sudo apt-get update && sudo apt-get install -y {package}"
