"""Every list, by the name in its address: for filters, counts and exports."""

from rapport.core.lists.listed import Listed

ALL: list[Listed] = []
LISTS = {one.spec.name: one for one in ALL}
