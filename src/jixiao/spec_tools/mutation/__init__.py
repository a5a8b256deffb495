"""Mutation testing of specs: one rule changed at a time, and whether a case notices it."""
