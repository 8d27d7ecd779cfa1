"""A right on every write, and no right that nobody asks for."""

from __future__ import annotations

import ast
import re

from rapport.core.assembly import listed
from tests.architecture.source import calls, functions, modules, named

ASKS = {"require", "require_row", "require_rows", "require_ids", "require_party"}
OWN = {"require_self"}  # what everybody may do to her own account
DOORS = ("views.py", "api.py", "jobs.py")


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {a.arg for a in [*function.args.args, *function.args.kwonlyargs]}


def _body(function: ast.FunctionDef) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function) else function.body


def _decorators(function: ast.FunctionDef) -> set[str]:
    return {d.id for d in function.decorator_list if isinstance(d, ast.Name)}


def test_every_action_begins_with_its_right() -> None:
    careless = []
    for path, tree in named("actions.py"):
        for function in functions(tree):
            if (
                function.name.startswith("_")
                or "by" not in _parameters(function)
                or path.parts[1:3] == ("core", "access")
            ):
                continue
            if path.parts[1:3] == ("core", "events"):
                continue
            first = {name for name, _ in calls(_body(function)[0])}
            if "action" not in _decorators(function) or not first & (ASKS | OWN):
                careless.append(f"{path}:{function.lineno} {function.name}")
    assert careless == []


def test_doors_call_only_actions_that_know_who_acts() -> None:
    """A function of `actions.py` without `by` is a part of another action, or keeps a projection by the clock."""
    parts = {
        (".".join(path.with_suffix("").parts), function.name)
        for path, tree in named("actions.py")
        for function in functions(tree)
        if "by" not in _parameters(function)
    }
    used = []
    for path, tree in named("views.py", "api.py"):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module
                and node.module.endswith(".actions")
            ):
                used += [f"{path}: {a.name}" for a in node.names if (node.module, a.name) in parts]
    assert used == []


def test_actions_take_the_clock_from_their_caller() -> None:
    clocks = [
        f"{path}:{call.lineno}"
        for path, tree in named("actions.py", "queries.py", "models.py")
        for name, call in calls(tree)
        if name in {"now", "today", "localdate", "utcnow"}
    ]
    assert clocks == []


def test_every_right_that_is_asked_for_exists_and_every_right_is_asked_for() -> None:
    asked = set()
    for path, tree in modules():
        if path.name == "rights.py":
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(
                    r"(core|customers|touchpoints|catalog|sales)\.[a-z]+_[a-z_]+", node.value
                )
            ):
                asked.add(node.value)
    known = set(listed("rights"))
    asked_by_code = {
        word
        for path, tree in modules()
        for name, call in calls(tree)
        if name in {*ASKS, "may", "reach"}
        for arg in call.args
        if isinstance(arg, ast.Constant)
        and isinstance(arg.value, str)
        and "." in (word := arg.value)
    }
    assert asked_by_code - known == set()
    assert known - asked == set()


def test_what_can_be_undone_is_a_right() -> None:
    assert set(listed("undo")) - set(listed("rights")) == set()


def test_every_shipped_role_grants_existing_rights() -> None:
    for preset in listed("roles").values():
        assert set(preset.rights) - set(listed("rights")) == set(), preset.key


def test_views_and_jobs_write_nothing_themselves() -> None:
    writes = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    found = [
        f"{path}:{call.lineno} {name}"
        for path, tree in named(*DOORS)
        for name, call in calls(tree)
        if name in writes
    ]
    assert found == []
