"""The borders: what a run reads from outside, and what it writes there."""
