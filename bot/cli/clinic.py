"""`si-screen clinic`: make a clinic file, check it, and write drafts of the data protection papers."""

import contextlib
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.prove import report
from bot.cli.shared import Arguments, Commands, kept, known, typed
from bot.clinic.check import complaints, remarks
from bot.clinic.files import content, house, listed
from bot.clinic.new import copied, device, fault, form, sentences, steps, suggested, written
from bot.clinic.own import added
from bot.clinic.papers import papers
from bot.records import inbox, therapists
from bot.settings import Settings, SettingsError, settings
from dialogs.house import Clinic
from dialogs.proof.prove import prove
from knowledge.load import KnowledgeError


def add(commands: Commands) -> None:
    own = commands.add_parser("clinic", help="make and check the files of clinics")
    acts = own.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("new", help="asks step by step, and writes the file of a new clinic")
    checks = acts.add_parser("check", help="whether the files of clinics can be used, and what to look at")
    checks.add_argument("id", nargs="?", default="", help="left out: every clinic")
    drafts = acts.add_parser("papers", help="drafts of the data protection papers, from the running configuration")
    drafts.add_argument("--clinic", default="", metavar="ID", help="left out: chats without a clinic")
    drafts.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is new or empty")
    own.set_defaults(run=run)


def run(arguments: Arguments) -> int:
    """0 fine, 1 a file can't be used. Raises SettingsError, KnowledgeError."""
    found = settings()
    if arguments.act == "papers":
        return write(found, arguments.clinic, arguments.out)
    return new(found) if arguments.act == "new" else check(found, arguments.id)


def check(found: Settings, id: str) -> int:
    """Every file by itself, so that one fault hides no other."""
    wrong, clinics = complaints(listed(found.clinics), found.own(), id)
    fit = not wrong
    for complaint in wrong:
        print(complaint)
    if id and not clinics and not wrong:
        raise SettingsError(f"there is no clinic '{id}' in {found.clinics}")
    for clinic in clinics:
        if clinic.own and not proved(clinic, found):
            fit = False
            continue
        print(f"{clinic.id}: {clinic.name} can be used")
        for line in remarks(clinic, received(found, clinic.id)):
            print(f"  look at: {line}")
    if not wrong and not clinics:
        print(f"There is no clinic file in {found.clinics}. Make one: si-screen clinic new")
    return 0 if fit else 1


def proved(clinic: Clinic, found: Settings) -> bool:
    """Whether the clinic's own questions and rules can be deployed: by the lints, and by the walk of every chat."""
    try:
        contents = dict(added(clinic, replace(content(), clinics={clinic.id: clinic, "": found.own()})))
    except KnowledgeError as fault:
        print(fault)
        return False
    fit = True
    for (_, profile, lang), k in contents.items():
        if lang == clinic.lang:
            started = time.perf_counter()
            proof = prove(k)
            report(profile, proof, time.perf_counter() - started)
            fit = fit and not proof.counterexamples()
    return fit


def new(found: Settings) -> int:
    """Ask for each field until its answer can be used; write nothing before the end."""
    lines, given = iter(typed().readline, ""), dict[str, str]()
    today = datetime.now(UTC).date()
    taken = {file.stem for file in listed(found.clinics)}
    taken |= {one.id for one in complaints(listed(found.clinics), found.own(), "")[1]}
    print("A new clinic. Enter takes what stands in [brackets], or leaves the field out. Nothing is written before "
          "the end; Ctrl-C ends it.\n")
    for step in steps(given):
        field = step["field"]
        law = device(given.get("country", "").upper())
        for text in (step.get("tell"), law if field == "mode" else ""):
            print(f"{text}\n" if text else "", end="")
        while True:
            enter = suggested(field, given, today)
            print(f"{step['ask']}{f' [{enter}]' if enter else ''}: ", end="", flush=True)
            answer = next(lines, None)
            if answer is None:
                raise SettingsError(f"the answers ended at '{field}': nothing was written")
            given[field] = answer.strip() or enter
            if field == "id" and given[field] in taken:
                print(f"  there is a clinic '{given[field]}' already; choose another short name")
            elif wrong := fault(given, today, found.clinics):
                print(f"  {wrong.what}\n  how to mend it: {wrong.mend}")
            elif not given[field] and (step.get("must") or (field == "mode_reason" and law)):
                print("  this one is needed")
            else:
                break
        print()
    path = found.clinics / f"{given['id']}.yaml"
    found.clinics.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(written(given, today))
    if picture := copied(given, found.clinics):
        picture[0].write_bytes(picture[1])
    if sentences(given) and "consent" not in form(given, today):
        print("Your sentence is left out: it is needed in each language that clients can choose.")
    local = "//127.0.0.1" in given.get("origins", "")  # a try on this computer: its lines can be used as they stand
    print(then(path, given, found.address.rstrip("/")
               or ("http://127.0.0.1:8080" if local else "https://YOUR.ADDRESS")))
    return 0


def write(found: Settings, id: str, out: Path) -> int:
    """The papers, into a folder in which nothing can be lost."""
    known(id, found)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SettingsError(f"--out is wrong: {out} holds something already, and a paper that you filled in could be "
                            "lost; name a new folder")
    there = house(found.clinics, found.own())
    with contextlib.closing(kept(found, reading=True)) if has_data(found) else contextlib.nullcontext() as store:
        made = papers(there.clinics[id], there, found, store, datetime.now(UTC).date())
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (out / name).write_text(text, encoding="utf-8")
        print(out / name)
    print("Drafts for a lawyer, not legal advice. Fill in what stands in [brackets]; write them anew after a change.")
    return 0


def received(found: Settings, id: str) -> bool:
    """Whether somebody gets what the clients of a clinic send."""
    if not has_data(found):
        return False
    with contextlib.closing(kept(found, reading=True)) as store:
        return bool(therapists.linked(store.db, id)) or inbox.takes(store.db, id)


def has_data(found: Settings) -> bool:
    return (found.data / "si-screen.db").is_file()


def then(path: Path, given: dict[str, str], address: str) -> str:
    """What to do next, with this clinic's own lines."""
    id = given["id"]
    site = f'  on your site      <script src="{address}/embed.js" data-clinic="{id}" async></script>\n'
    return (f"Written: {path}\n\nNext\n"
            f"  look at it        si-screen clinic check {id}\n"
            f"  try it here       si-screen chat --clinic {id}\n"
            f"  start it          si-screen serve    (start it again after every change of a file)\n"
            f"  the link          {address}/?clinic={id}\n"
            f"{site if given.get('origins') else ''}"
            f"  who gets it       si-screen staff add --clinic {id} --name NAME --role manager\n"
            f"  a poster          si-screen poster --clinic {id} --site {address}\n"
            f"  papers            si-screen clinic papers --clinic {id} --out papers\n"
            f"Everything else: docs/clinics.md")
