"""The web chat: its page, its files, and the machine interface over HTTP."""
