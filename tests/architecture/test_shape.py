"""Small files, short functions, names that say something, a sentence on everything public."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT, modules

EMPTY_NAMES = {"utils", "helpers", "common", "misc", "services", "managers", "base", "constants"}


def test_no_file_is_longer_than_300_lines() -> None:
    files = [p for kind in ("py", "js", "css", "html") for p in PACKAGE.rglob(f"*.{kind}")]
    files = [p for p in files if not {"migrations", "built", "node_modules"} & set(p.parts)]
    long = {
        str(p.relative_to(ROOT)): n
        for p in files
        if (n := len(p.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 40:
                long.append(f"{path}:{node.lineno} {node.name}")
    assert long == []


def test_no_name_says_nothing() -> None:
    assert [str(path) for path, _ in modules() if path.stem in EMPTY_NAMES] == []


def test_everything_public_says_what_it_does() -> None:
    silent = []
    for path, tree in modules():
        if not ast.get_docstring(tree) and path.name not in {"__init__.py", "apps.py", "urls.py"}:
            silent.append(str(path))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name != "Meta":
                members = [node, *(n for n in node.body if isinstance(n, ast.FunctionDef))]
            elif isinstance(node, ast.FunctionDef) and node in tree.body:
                members = [node]
            else:
                continue
            silent += [
                f"{path}:{one.lineno} {one.name}"
                for one in members
                if not one.name.startswith("_") and not ast.get_docstring(one)
            ]
    assert silent == []


def test_templates_hold_no_script_and_no_style() -> None:
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son(?:click|load|error|change|submit|input|toggle|focus|blur|key\w+|mouse\w+|pointer\w+)=|javascript:|hx-on",
        re.IGNORECASE,
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in PACKAGE.rglob("templates/**/*.html")
        for match in [forbidden.search(path.read_text("utf-8"))]
        if match
    ]
    assert found == []


def test_the_repository_speaks_of_the_product_alone() -> None:
    words = re.compile(
        r"(?<![\w-])/(?:work|root|home)/|pypi\.org/simple|files\.pythonhosted|registry\.npmjs|deb\.debian"
    )
    suffixes = {".py", ".md", ".toml", ".txt", ".json", ".sh", ".yaml", ".js", ".css", ".html", ""}
    skipped = {"node_modules", "built", "data", "dist", "__pycache__"}
    kept = {".ci", ".env.example"}
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = set(path.relative_to(ROOT).parts)
        hidden = {part for part in parts if part.startswith(".")} - kept
        if skipped & parts or hidden or path.suffix not in suffixes or not path.is_file():
            continue
        match = words.search(path.read_text("utf-8", errors="ignore"))
        if match and path != Path(__file__):
            found.append(f"{path.relative_to(ROOT)}: {match.group()}")
    assert found == []
