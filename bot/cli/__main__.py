"""`python -m bot.cli` is `si-screen`."""

import sys

from bot.cli import main

sys.exit(main())
