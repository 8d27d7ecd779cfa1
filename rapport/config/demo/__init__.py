"""The demo company 海纳 Haina: invented customers in any number, the same for the same seed and day."""
