"""What several commands need."""

import argparse
from typing import Any

from knowledge.models import Profile

PROFILES: tuple[Profile, ...] = ("calibrated", "strict")
Commands = Any  # argparse has no public name for what add_subparsers returns
Arguments = argparse.Namespace
