"""Where a file over the web can be fetched once."""

import hashlib


def address(key: str, id: str) -> str:
    """Where the client can fetch the file: only who has the chat can know it."""
    return hashlib.sha256(f"{key} {id} file".encode()).hexdigest()[:32]


def hashed(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
