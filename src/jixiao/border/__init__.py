"""The borders: what a run reads from outside, and what it writes there.

In: ``folders`` walks, ``inputs`` opens files, ``packages`` unpacks office files, ``workbook`` and ``document`` read
them, and ``worker`` runs such a reader in a process of its own, whose time and memory the operating system limits.
Whatever is wrong with an input is raised as one ``InputError``, which carries one finding.

Out: ``outputs`` writes a file completely or not at all, ``names`` makes safe file names of texts, and ``seals`` tells a
file that is as the program wrote it from one that somebody has filled in or changed.
"""
