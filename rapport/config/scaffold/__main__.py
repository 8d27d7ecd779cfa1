"""Lays out a topic: `python -m rapport.config.scaffold customers/pets Pet`. Refuses to write over anything."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from string import Template

PACKAGE = Path(__file__).resolve().parent.parent.parent
TEMPLATES = Path(__file__).parent / "topic"
ROOMS = ("sales", "catalog", "touchpoints", "customers", "core")
VERBS = ("view", "create", "rename", "trash")
USAGE = "Say which topic and what one of its records is called: bin/new customers/pets Pet"


class CannotLayOut(Exception):
    """The topic cannot be laid out; the message says why."""


def lay_out(package: Path, place: str, entity: str) -> list[str]:
    """Write the topic's files and its lines in the room's indexes; return what was written or changed."""
    room, _, topic = place.partition("/")
    if (
        room not in ROOMS
        or not re.fullmatch("[a-z]+", topic)
        or not re.fullmatch("[A-Z][A-Za-z]+", entity)
    ):
        raise CannotLayOut(USAGE)
    folder = package / room / topic
    if folder.exists():
        msg = f"{room}/{topic} exists already; nothing was changed."
        raise CannotLayOut(msg)
    words = _words(room, topic, entity)
    written = [_write(target, source, words) for target, source in _files(package, folder, words)]
    return written + _index(package, words)


def _words(room: str, topic: str, entity: str) -> dict[str, str]:
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", entity).lower()
    return {
        "room": room,
        "topic": topic,
        "Entity": entity,
        "entity": snake,
        "entities": topic,
        "Entities": topic.capitalize(),
        "ENTITIES": topic.upper(),
    }


def _files(package: Path, folder: Path, words: dict[str, str]) -> list[tuple[Path, Path]]:
    pages = package / words["room"] / "templates" / words["room"] / words["topic"]
    places = {".html": pages, "test_": folder / "tests"}
    found = []
    for source in sorted(TEMPLATES.glob("*.tmpl")):
        name = source.name.removesuffix(".tmpl")
        place = next((p for mark, p in places.items() if mark in name), folder)
        found.append((place / name, source))
    return found


def _write(target: Path, source: Path, words: dict[str, str]) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".py":
        (target.parent / "__init__.py").touch()
    target.write_text(Template(source.read_text("utf-8")).substitute(words), encoding="utf-8")
    return str(target)


def _index(package: Path, words: dict[str, str]) -> list[str]:
    """Add the topic to the room's models, urls and rights, and to the lists of the assembly."""
    room, config, topic = package / words["room"], package / "config", words["topic"]
    module = f"rapport.{words['room']}.{topic}"
    verbs = [f"{words['room']}.{verb}_{words['entity']}" for verb in VERBS]
    labels = [
        f'Right("{name}", _("{name.split(".")[1].split("_")[0].capitalize()} {topic}"))'
        for name in verbs
    ]
    lines = {
        room / "models.py": [
            f"from {module}.models import {words['Entity']}",
            f'__all__ += ["{words["Entity"]}"]',
        ],
        room / "urls.py": ["", f'urlpatterns += [path("", include("{module}.urls"))]'],
        room / "rights.py": ["", f"RIGHTS += [{', '.join(labels)}]"],
        config / "undo.py": ["", f"UNDO |= {set(verbs[1:])}"],
        config / "lists.py": [
            f"from {module}.queries import {words['ENTITIES']}",
            f'LISTS["{topic}"] = Listed({words["ENTITIES"]}, "{topic}:list")',
        ],
        config / "words.py": [
            "",
            f'WORDS["names"]["{room.name}_{words["entity"].replace("_", "")}"] = "name"',
        ],
    }
    for file, (imported, line) in lines.items():
        _add(file, imported, line)
    return [str(file) for file in lines]


def _add(file: Path, imported: str, line: str) -> None:
    """Add an import below the docstring and a line at the end; the formatter puts both in order."""
    old = file.read_text("utf-8")
    begin = old.index('"""', 3) + 3
    file.write_text(
        f"{old[:begin]}\n\n{imported}\n{old[begin:].strip()}\n{line}\n", encoding="utf-8"
    )


def main(arguments: list[str]) -> int:
    """Lay out the topic that the arguments name, and say what to do next."""
    if len(arguments) != 2:
        sys.stderr.write(USAGE + "\n")
        return 2
    try:
        written = lay_out(PACKAGE, *arguments)
    except CannotLayOut as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        "\n".join(written)
        + "\nNow: bin/fix, python manage.py makemigrations, translate, and bin/test.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
