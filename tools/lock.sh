#!/bin/sh
# Pin the dependencies of pyproject.toml with hashes. No registry address is written.
set -eu
.venv/bin/python -m pip install -q pip-tools
options="--quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe --no-header --no-annotate"
.venv/bin/pip-compile $options --extra pdf -o requirements.lock pyproject.toml
.venv/bin/pip-compile $options --extra dev -o requirements-dev.lock pyproject.toml
