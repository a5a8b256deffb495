"""Differences of specs: block by block, curve by curve, and in the scores of real projects."""
