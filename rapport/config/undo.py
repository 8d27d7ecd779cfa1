"""The verbs that can be taken back. A verb with history (a stage, a ledger) is undone by a compensating entry instead."""

UNDO: frozenset[str] = frozenset(
    {
        "catalog.create_product",
        "catalog.edit_product",
        "catalog.retire_product",
        "core.attach_file",
        "core.restore_trash",
        "core.trash_file",
    }
)
