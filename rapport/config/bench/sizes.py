"""The benches by name, each with the size it has unless somebody asks for another."""

SIZES = {
    "api": 1_000_000,
    "browser": 1_000_000,
    "bulk": 120_000,
    "changes": 200_000,
    "events": 5_000,
    "import": 1_000_000,
    "lists": 1_000_000,
    "load": 1_000_000,
    "merge": 1_000,
    "pages": 1_000_000,
    "search": 1_000_000,
}
