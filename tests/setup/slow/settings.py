"""Rapport with the slow application in it."""

from rapport.config.settings import *  # noqa: F403, TID251

INSTALLED_APPS = [*INSTALLED_APPS, "tests.setup.slow"]  # noqa: F405
