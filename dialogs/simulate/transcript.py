"""One simulated chat as prose."""

from collections.abc import Iterator

from dialogs.events import Change, Event, Say, Tap
from dialogs.simulate.chat import Run, Shown


def transcript(run: Run) -> Iterator[str]:
    """The story, then what was done and what came back."""
    client = run.client
    yield f"{client.id} {client.about} ({run.persona}; {client.country}; {client.label or client.expect})"
    yield client.story.strip()
    before: Shown | None = None
    for event, shown in run.turns:
        yield f"\n> {done(event, before)}"
        for reply in shown.replies:
            yield from (f"    | {line}" for line in reply.text.splitlines())
        before = shown
    yield f"\nends in {run.disposition or run.state}" + (f"; {run.fault}" if run.fault else "")


def done(event: Event, before: Shown | None) -> str:
    """What the client did, with the words of the buttons."""
    if isinstance(event, Say):
        return f'types "{event.text}"'
    if isinstance(event, Tap):
        labels = {choice.id: choice.label for choice in before.choices()} if before else {}
        said = [f"[{labels.get(id, id)}]" for id in event.options]
        said += [f"[not sure: {labels.get(id, id)}]" for id in event.unsure]
        return f"taps {' '.join(said)}"
    return f"changes {event.question}" if isinstance(event, Change) else type(event).__name__.lower()
