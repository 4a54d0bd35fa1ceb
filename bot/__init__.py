"""The world: network, files, clocks, secrets. Thin; it decides nothing."""
