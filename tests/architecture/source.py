"""The project's own source, read once for the architecture tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "rapport"
ROOMS = (
    "config",
    "sales",
    "catalog",
    "touchpoints",
    "customers",
    "core",
    "ui",
)  # from the roof down


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    """Return every module of the product, parsed; tests and migrations left out."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = set(path.relative_to(PACKAGE).parts)
        if not parts & {"tests", "migrations", "node_modules"}:
            found.append((path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))))
    return found


def named(*names: str) -> Iterator[tuple[Path, ast.Module]]:
    """Return the modules with these file names."""
    return ((path, tree) for path, tree in modules() if path.name in names)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Return the functions at a module's top level."""
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Return each call below a node with the called name."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            if isinstance(one.func, ast.Name):
                yield one.func.id, one
            elif isinstance(one.func, ast.Attribute):
                yield one.func.attr, one
