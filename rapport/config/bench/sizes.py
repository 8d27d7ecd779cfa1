"""The benches by name, each with the size it has unless somebody asks for another."""

SIZES = {
    "changes": 200_000,
    "load": 1_000_000,
}
