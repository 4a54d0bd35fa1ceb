"""Commands in words: only if the whole reply is one, so that "back pain" never goes back."""

from dialogs.hear.understood import UNCLEAR, Said, Understood, covered


def command(said: Said) -> Understood:
    """The command; "language:xx" with an ISO code, "language:unknown" where none is named."""
    if not said.all:
        return UNCLEAR
    for section, filler in (("languages", "languages"), ("commands_alone", "alone"), ("commands", "commands")):
        found = covered(said.all, said.lexicon, section, f"fillers.{filler}")
        names = [m.value for m in found[section]] if found else []
        if names and section == "languages":
            return Understood((f"language:{names[0]}",))
        if names:
            name = min(names, key=ORDER.index) if all(n in ORDER for n in names) else names[0]
            return Understood(("language:unknown",) if name == "language" else (name,))
    return UNCLEAR


# Where a reply holds two, the one that takes more with it: "stop and delete my data".
ORDER = ("emergency", "delete_data", "human", "restart", "problem", "language", "back", "stop", "change", "why",
         "status", "privacy", "help")
