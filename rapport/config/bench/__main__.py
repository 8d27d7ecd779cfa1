"""Run one bench inside its database: python -m rapport.config.bench NAME SIZE json|table (see `rapport bench`)."""

from __future__ import annotations

import sys

import django
from django.core.management import call_command

from rapport.config import env


def main() -> int:
    """Bring the database to this version, measure, print; say by the exit code whether all goals are met."""
    name, size, shape = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    env.use_our_settings()
    django.setup()
    call_command("migrate", verbosity=0)
    from rapport.config.bench import benches, figures
    from rapport.config.static import collect

    collect()

    found = benches.BENCHES[name](size)
    show = figures.as_json if shape == "json" else figures.as_table
    sys.stdout.write(show(name, size, found) + "\n")
    return 0 if all(figure.met is not False for figure in found) else 2


if __name__ == "__main__":
    sys.exit(main())
