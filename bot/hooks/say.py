"""What came of a try, in words for whoever runs the receiver: what happened, what it means, what to do."""

from bot.hooks.post import Came

KINDS = {
    "fine": ("It works: the receiver said {status}.", ""),
    "redirect": (
        "The receiver sent us on to another address ({status} {detail}). Events do not follow that.",
        "Write the last address itself into `hooks` of the clinic file, often the one with or without www or a / at "
        "the end."),
    "unverified": (
        "The receiver refused the event ({status}). Most often it has another secret, or a login page or a firewall "
        "stands before it.",
        "Give it the secret that `si-screen webhook secret` prints, let it check the body as it came (not parsed and "
        "written anew), and let POST to this address through without a login."),
    "nothing": (
        "There is nothing at this address that takes events ({status}).",
        "Compare the path of the address in the clinic file with the receiver's; it must take POST."),
    "gone": (
        "The receiver says that it is gone for good (410). By the convention no more events are sent to it.",
        "If that is not meant, let it answer 200 and run this test again; that turns it on."),
    "busy": (
        "The receiver says that it gets too much at once ({status}). It is tried again later.",
        "If that stays so, raise its limit for this address."),
    "trouble": (
        "The receiver has trouble of its own ({status}).",
        "Look at the receiver's log. The event is sent again by itself."),
    "refused": (
        "The receiver did not accept the event ({status}).", "It must answer with 200 to 299. Look at its log."),
    "slow": (
        "No answer within {detail}.",
        "Let the receiver answer 200 first and do its work afterwards; if it never answers, a firewall may drop what "
        "we send."),
    "name": (
        "The name {detail} can't be found.", "Check the spelling of the address in the clinic file, and its DNS."),
    "private": (
        "The address leads to {detail}, which is not on the public internet. Nothing is sent there, so that a clinic "
        "file can't reach into this server's own network.",
        "Use an address that is reachable from outside. Only for a trial on this very computer: set "
        "SI_SCREEN_WEBHOOK_LOCAL=1."),
    "plain": (
        "The address does not begin with https://, so what is sent could be read on the way.",
        "Write an https address. Only for a trial on this very computer: set SI_SCREEN_WEBHOOK_LOCAL=1."),
    "address": (
        "The address can't be read, or holds a name or password.",
        "Write it as https://host/path; put a secret of your own into the path if you need one."),
    "connection": (
        "Nobody answers at this address ({detail}).",
        "Start the receiver, and check host and port in the clinic file and the firewall."),
    "certificate": (
        "The certificate of the receiver is not accepted ({detail}), so nothing was sent.",
        "It must be in date, made for this very name, and from a public authority, with the certificates between."),
    "broken": (
        "The connection broke off, or what answered is no web server ({detail}).",
        "Check that the port is that of the receiver and speaks HTTPS. Look at its log."),
}


def told(came: Came) -> str:
    """What happened, and on a line of its own what to do."""
    what, mend = KINDS[came.kind]
    told = what.format(status=came.status, detail=came.detail or "no details").replace(" no details)", ")")
    return f"{told}\n  {mend}" if mend else told
