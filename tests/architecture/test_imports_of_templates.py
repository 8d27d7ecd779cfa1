"""A template imports only macros that are there: Jinja itself would say so to the first visitor."""

from __future__ import annotations

from collections.abc import Iterator

from django.template import engines
from jinja2 import nodes


def test_templates_import_what_is_there() -> None:
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    trees = {name: _parsed(environment, name) for name in environment.list_templates()}
    missing = [
        f"{name} imports {wanted} from {source}"
        for name, tree in trees.items()
        for source, wanted in _imports(tree)
        if wanted not in _offered(trees[source])
    ]
    assert len(trees) > 100
    assert missing == []


def _parsed(environment, name: str) -> nodes.Template:
    return environment.parse(environment.loader.get_source(environment, name)[0])


def _imports(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    for statement in tree.find_all(nodes.FromImport):
        for wanted in statement.names:
            yield statement.template.as_const(), wanted if isinstance(wanted, str) else wanted[0]


def _offered(tree: nodes.Template) -> set[str]:
    """Return what stands at the top of a template: macros and values."""
    macros = {one.name for one in tree.body if isinstance(one, nodes.Macro)}
    return macros | {one.target.name for one in tree.body if isinstance(one, nodes.Assign)}
