"""The borders: what a run reads from outside, and what it writes there.

In: ``folders`` walks, ``inputs`` opens files, ``packages`` unpacks office files, ``workbook`` and ``document`` read
them, and ``worker`` runs such a reader in a process of its own, where what it costs is limited by the operating system.
Whatever is wrong with an input leaves here as one ``InputError``, which carries one finding.

Out: ``outputs`` writes every file whole or not at all, ``names`` makes safe names of what a file says, and ``seals``
tells a file that is as the program wrote it from one that somebody has filled in or changed.
"""
