"""An application whose second migration fails, in the middle of its work."""
