"""What else can be started or read again from the help."""

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.config.demo.tour.progress import is_demo
from rapport.core.pages.calling import url

Again = list[tuple[str | Promise, str, bool]]


def again(request: HttpRequest) -> Again:
    """Return what it is called, its address, and whether it is sent rather than opened."""
    found: Again = [(_("What is new"), url("news:list"), False)]
    if is_demo():
        found.append((_("The tour of the demo"), url("tour:begin"), True))
    return found


AGAIN = again
