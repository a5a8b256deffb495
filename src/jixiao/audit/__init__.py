"""Checks of a self-evaluation, each a small function that yields findings; two files list them, by who runs them."""
