"""An application whose migration waits in the middle of its work for as long as somebody holds a lock."""
