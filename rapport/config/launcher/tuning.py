"""PostgreSQL settings scaled to the machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MIB = 1024 * 1024
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


def memory() -> int:
    """Return the bytes of memory this machine, or this container, may use."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(whole, int(CGROUP_LIMIT.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no container, or no limit ("max")
        return whole


def settings(bytes_of_memory: int, bytes_of_disk: int, *, scratch: bool = False) -> dict[str, str]:
    """Return the settings of the embedded server; `scratch` gives safety up for speed, for tests only."""
    mib = bytes_of_memory // MIB
    chosen = {
        "listen_addresses": "",  # only the socket, which only this user can open
        "max_connections": "100",
        "shared_buffers": _between(64, mib // 16, 4096),
        "effective_cache_size": _between(256, mib // 2, 1024 * 1024),
        "work_mem": _between(4, mib // 512, 32),
        "maintenance_work_mem": _between(64, mib // 48, 1024),
        "max_wal_size": "4GB" if bytes_of_disk > 40 * 1024 * MIB else "1GB",
        "random_page_cost": "1.1",
        "parallel_setup_cost": "20000",  # pages are asked for side by side: only long questions take several processors
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",  # the launcher reads the log
        "log_min_duration_statement": "2s",
        "log_line_prefix": "%m [%p] ",
    }
    if not _has_shared_memory():
        chosen["dynamic_shared_memory_type"] = "mmap"
    if scratch:
        chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return chosen


def _between(low: int, value: int, high: int) -> str:
    return f"{max(low, min(value, high))}MB"


def _has_shared_memory() -> bool:
    """Return whether parallel queries find room in /dev/shm; containers often give it 64 MB."""
    folder = Path("/dev/shm")  # noqa: S108
    return not folder.is_dir() or shutil.disk_usage(folder).total >= 256 * MIB
