"""`si-screen sign`: a clinician signs rows of the content, or sees which are signed."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.cli.shared import Arguments, Commands
from bot.settings import SettingsError
from knowledge.build import knowledge
from knowledge.load import DATA, read
from knowledge.match import DOCTOR_FIRST
from knowledge.models import URGENCY, Knowledge
from knowledge.rows import SignOff
from knowledge.signed import signatures, standing, state, until

SAYS = {"unsigned": "not signed", "changed": "CHANGED since", "ended": "not in date", "signed": "signed"}


def add(commands: Commands) -> None:
    sign = commands.add_parser("sign", help="sign rows of the content as a clinician, or list what is signed")
    what = sign.add_mutually_exclusive_group(required=True)
    what.add_argument("--list", action="store_true", help="what is signed, by whom, until when")
    what.add_argument("--rows", nargs="+", metavar="ROW", help="rows to sign, such as RF-DVT")
    what.add_argument("--tier", nargs="+", choices=sorted(URGENCY), help="every row of these tiers")
    what.add_argument("--all", action="store_true", help="every row")
    sign.add_argument("--by", default="", metavar="'NAME, ROLE'", help="who signs, such as 'Dr A. Example, GP'")
    sign.add_argument("--registration", default="", help="the number in the register of the profession")
    sign.add_argument("--until", default="", metavar="DATE", help="the last day it counts; else a year from today")
    sign.add_argument("--yes", action="store_true", help="do not ask before signing")
    sign.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 signed or listed, 1 not confirmed. Raises SettingsError, KnowledgeError."""
    today = datetime.now(UTC).date()  # a turn counts its days in UTC too
    content = knowledge()
    if arguments.list:
        print("\n".join(listed(content, today)))
        return 0
    name, _, role = (part.strip() for part in arguments.by.partition(","))
    if not name or not role:
        raise SettingsError("--by is wrong: a name or a role is missing; nobody could ask who has checked a row; "
                            "write --by 'Dr A. Example, GP'")
    last = ends(arguments.until, today)
    chosen = rows(arguments, content)
    for row in chosen:
        print("\n".join(shown(row)))
    print(f"{len(chosen)} rows of content {content.version}, signed by {name}, {role}, until {last}.")
    if not arguments.yes and not confirmed():
        print("Nothing was signed.")
        return 1
    entry = {"name": name, "role": role, "registration": arguments.registration.strip(),
             "date": str(today), "until": str(last)}
    append(DATA / "signatures.yaml", entry, {row.row: row.mark for row in chosen})
    knowledge.cache_clear()
    print("\n".join(["Signed. A running program reads it when it is started again.", summary(knowledge(), today)]))
    return 0


def confirmed() -> bool:
    try:
        return input('Type "yes" to sign: ').strip().lower() == "yes"
    except EOFError:
        return False


def ends(text: str, today: date) -> date:
    """The last day of the signature. Raises SettingsError."""
    if not text:
        year = today.year + 1
        return today.replace(year=year, day=28) if (today.month, today.day) == (2, 29) else today.replace(year=year)
    try:
        last = date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"--until is wrong: '{text}' is not a day; write it as 2027-11-22") from None
    if last < today:
        raise SettingsError(f"--until is wrong: {last} is past; such a signature would never count; "
                            "name a day to come, or leave it out for one year")
    return last


def rows(arguments: Arguments, content: Knowledge) -> list[SignOff]:
    """The rows that were asked for, most urgent first. Raises SettingsError."""
    known = {row.row: row for row in content.sign_offs}
    for id in arguments.rows or []:
        if id not in known:
            rule = next((rule for rule in content.rules if rule.id == id), None)
            mend = f"it is a rule of {rule.row}, and a row is signed whole" if rule else "`--list` shows every row"
            raise SettingsError(f"--rows is wrong: no row with a rule has the id '{id}'; a signature for it would "
                                f"cover nothing; {mend}")
    wanted = arguments.rows or [row.row for row in content.sign_offs if arguments.all or row.tier in arguments.tier]
    found = [row for row in content.sign_offs if row.row in wanted]
    if not found:
        raise SettingsError(f"--tier is wrong: no row has tier {' or '.join(arguments.tier)}; nothing would be signed; "
                            "`--list` shows every row")
    return found


def shown(row: SignOff) -> list[str]:
    """All that a signature of this row covers, as plain text."""
    out = [f"{row.row}  {row.tier}  (mark {row.mark})"]
    for rule in row.content["rules"]:
        out.append(f"  rule {rule['id']}")
        out += [f"    {field}: {plain(value)}" for field, value in rule.items() if field not in ("id", "row")]
    for fact, asked in row.content["asked"].items():
        out.append(f"  asked: {fact}")
        out += [f"    {field}: {plain(value)}" for field, value in asked.items() if value]
    if row.content["checked"]:
        out.append("  asked when a client says that a doctor has checked it since")
        out += [f"    {field}: {plain(value)}" for field, value in row.content["checked"].items()]
    out += [f"  source {id}: {name}" for id, name in row.content["sources"].items()]
    return [*out, ""]


def plain(value: Any) -> str:
    """Text as it is, options with their words, and conditions as in the content files."""
    if isinstance(value, list) and isinstance(value[0], str):
        return "; ".join(value)
    if isinstance(value, list) and "say" in value[0]:
        return "; ".join(f'{option["id"]} "{option["say"]}"' for option in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def append(file: Path, entry: dict[str, str], marks: dict[str, str]) -> None:
    """Write one signature behind those that are there: all of it or nothing. A text in JSON's
    quotes is YAML too. Raises KnowledgeError, SettingsError."""
    fields = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items() if value]
    lines = ["- " + fields[0], *(f"  {field}" for field in fields[1:]), "  rows:"]
    lines += [f"    {row}: {mark}" for row, mark in marks.items()]
    before = file.read_text(encoding="utf-8")
    if before and not before.endswith("\n"):
        before += "\n"
    new = file.with_name(file.name + ".new")
    try:
        new.write_text(before + "\n".join(lines) + "\n", encoding="utf-8")
        signatures(read(new))
        new.replace(file)
    except OSError as fault:
        raise SettingsError(f"{file} can't be written: {fault.strerror}") from None
    finally:
        new.unlink(missing_ok=True)


def listed(content: Knowledge, today: date) -> list[str]:
    """Every row with its tier and who signed it; those that send to a doctor and are not signed come first."""
    order = {key: n for n, key in enumerate(SAYS)}
    found = sorted(content.sign_offs, key=lambda row: (
        row.tier not in DOCTOR_FIRST or state(row, today) == "signed", row.tier not in DOCTOR_FIRST,
        URGENCY.index(row.tier), order[state(row, today)],
    ))
    out = [f"{row.row:16} {row.tier}  {SAYS[state(row, today)]:14} {by(row, today)}".rstrip() for row in found]
    known = {row.row for row in content.sign_offs}
    gone = {id for s in read(DATA / "signatures.yaml") for id in s["rows"]} - known
    out += [f"{id:16} was signed, and has no rule any more" for id in sorted(gone)]
    return [*out, summary(content, today)]


def by(row: SignOff, today: date) -> str:
    """Who signed: those whose signature counts today, else those whose does not any more."""
    counts = [s for s in row.signed if until(row, today) and s.since <= today <= s.until]
    return "; ".join(
        f"{s.name}, {s.role}{f' ({s.registration})' if s.registration else ''}, {s.since} to {s.until}"
        for s in counts or row.signed or row.stale
    )


def summary(content: Knowledge, today: date) -> str:
    found = standing(content, today)
    says = ("results no longer say that no clinician has checked them" if found.signed
            else "every result says that no clinician has checked it")
    return (f"{found.rows - len(found.unsigned)} of {found.rows} rows that send to a doctor first (D1 to D3) "
            f"are signed and in date: {says}")
