"""What the web tests share: the real server on a port of its own."""
