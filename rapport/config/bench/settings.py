"""The product's settings, with the bare views of the benches beside its pages."""

from rapport.config.settings import *  # noqa: F403, TID251

ROOT_URLCONF = "rapport.config.bench.urls"
