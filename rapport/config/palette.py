"""What the palette can do: things to create, and verbs on the record that was found, by its kind."""

from rapport.core.search.commands import Palette

PALETTE = Palette(creates=[], verbs={})
