"""What a page does thousands of times over, done quickly: calls of macros and functions, and addresses.

Jinja asks of each call whether it wants the context, and Django looks each address up in all patterns; a fifth of the
time of a list went there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse
from jinja2.runtime import Context, Macro

PLAIN = (FunctionType, MethodType, BuiltinFunctionType, functools._lru_cache_wrapper)
PLACE = 987_654_321_987


class QuickContext(Context):
    """Calls macros and plain functions without asking what they want first; all others in Jinja's own way."""

    def call(self, called: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page by its name."""
    if len(args) == 1 and type(args[0]) is int and not kwargs:
        before, after = _around(name, settings.ROOT_URLCONF, get_script_prefix())
        return f"{before}{args[0]}{after}"
    if not args and not kwargs:
        return _plain(name, settings.ROOT_URLCONF, get_script_prefix())
    return reverse(name, args=args or None, kwargs=kwargs or None)


def urls_of(name: str) -> Callable[[int], str]:
    """Return what gives the address of each of many records; a list looks the pattern up once."""
    before, after = _around(name, settings.ROOT_URLCONF, get_script_prefix())
    return lambda pk: f"{before}{pk}{after}"


def fixed_url(name: str, *words: str) -> str:
    """Return the address of a page by its name and words of the product's own, such as a list and a column: not by what people typed."""
    return _fixed(name, words, settings.ROOT_URLCONF, get_script_prefix())


@functools.lru_cache(maxsize=4096)
def _fixed(name: str, words: tuple[str, ...], _patterns: str, _prefix: str) -> str:
    return reverse(name, args=words)


@functools.lru_cache(maxsize=1024)
def _around(name: str, _patterns: str, _prefix: str) -> tuple[str, str]:
    """Return what stands before and after the number in an address."""
    before, _number, after = reverse(name, args=[PLACE]).partition(str(PLACE))
    return before, after


@functools.lru_cache(maxsize=1024)
def _plain(name: str, _patterns: str, _prefix: str) -> str:
    return reverse(name)
