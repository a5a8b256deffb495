"""The borders: what a run reads from outside, and what it writes there.

In: ``folders`` walks, ``inputs`` opens files, ``packages`` unpacks office files, and ``worker`` runs a reader in a
process of its own, whose time and memory the operating system limits. The readers: ``workbook`` and ``old_workbook``
give the cells of sheets; ``document`` (Word), ``web_page``, ``pages`` (PDF) and ``plain_text`` give lines and tables in
their order, as ``flow`` says; ``conversion`` lets LibreOffice make one of these of any other file. Whatever is wrong
with an input is raised as one ``InputError``, which carries one finding.

Out: ``outputs`` writes a file completely or not at all, ``names`` makes safe file names of texts, and ``seals`` tells a
file that is as the program wrote it from one that somebody has filled in or changed.
"""
