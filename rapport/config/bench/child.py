"""Work in a process of its own, so that its memory can be told from that of the bench."""

from __future__ import annotations

import resource
import time
from importlib import import_module
from multiprocessing import get_context
from typing import Any

import django

from rapport.config import env


def apart(module: str, name: str, *values: Any) -> tuple[float, float]:
    """Call a function in a fresh process; return its seconds and the most memory that the process took, in MB."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (module, name, values))


def _measured(module: str, name: str, values: tuple[Any, ...]) -> tuple[float, float]:
    env.use_our_settings()
    django.setup()
    from django.urls import reverse

    reverse("imports:list")  # a worker has loaded all pages long ago
    work = getattr(import_module(module), name)
    start = time.perf_counter()
    work(*values)
    spent = time.perf_counter() - start
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
