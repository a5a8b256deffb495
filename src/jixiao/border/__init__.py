"""The border in: how bytes from outside become plain values, within limits of size, memory and time.

``inputs`` opens files, ``packages`` unpacks office files, ``workbook`` and ``document`` read them,
and ``worker`` runs such a reader in a process of its own, where what it costs is limited by the operating system.
Whatever is wrong with an input leaves here as one ``InputError``, which carries one finding.
"""
