"""Checks of a self-evaluation, each a small function that yields findings; ``checks`` lists them all."""
