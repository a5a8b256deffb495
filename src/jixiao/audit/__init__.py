"""Checks of a self-evaluation, each a small function that yields findings; ``result_checks`` and ``table_checks`` list them."""
