"""Planted faults: the content and the machine weakened on purpose, one fault at a time.

`python -m tests.mutants` plants every one and says which named property or clinical case
caught it (docs/mutants.md). Golden chats and hashes are no killers here.
"""
