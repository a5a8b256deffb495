"""Checks of a self-evaluation, each a small function that yields findings; the files of checks by who runs them list all."""
