"""What the chat hears in typed words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """One of: a command, a danger word's row, an answer, or nothing understood."""

    command: str = ""
    row: str = ""
    options: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    value: str = ""  # a number as typed
    sure: bool = True  # a label, a number, or a plain yes or no: nothing was read into it
    confirm: bool = False  # to be shown back whatever it decides
