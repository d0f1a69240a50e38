"""`spilter demo`: a whole workshop on this machine, over real sockets."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spilter_tui.commands.faults import Failed, make_folder, shown, told
from spilter_tui.commands.words import argument, as_json, command, echo_json, option
from spilter_tui.i18n import N_, _

if TYPE_CHECKING:
    from spilter_tui.demo.case import Case

CASES = ("almere", "risico-breed", "risico-smal", "platformkeuze", "ser", "wereldcafe", "groot-500")


@command("demo", N_("Play a whole workshop on this machine."))
@argument(
    "case",
    type=click.Choice(CASES),
    default="almere",
    metavar=N_("[CASE]"),
    help=N_("Which workshop: almere, risico-breed, risico-smal or platformkeuze."),
)
@option("--headless", is_flag=True, help=N_("Without the desk; by itself where there is no terminal."))
@option("--steer", is_flag=True, help=N_("You lead at the desk; only the people are played."))
@option("--out", type=click.Path(path_type=Path), metavar=N_("DIR"), help=N_("Where workshop and report come."))
@as_json
def demo(case: str, headless: bool, steer: bool, out: Path | None, as_json: bool) -> None:
    """Play a case, live at the desk or unattended."""
    import signal
    import tempfile

    from spilter_tui.demo.case import load

    played = load(case)
    target = out or Path(tempfile.mkdtemp(prefix="spilter-"))
    make_folder(target)
    signal.signal(signal.SIGTERM, _end)
    if headless or as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _headless(played, target, as_json)
    else:
        _live(played, target, steer)


def _end(number: int, *_frame: Any) -> None:
    """End in order, so that the server ends too."""
    sys.exit(128 + number)


def _live(case: "Case", out: Path, steer: bool) -> None:
    """The desk in this terminal, the rest played beside it; leaving the desk ends it all."""
    import asyncio
    import tempfile

    from spilter_tui.commands.seats import seat
    from spilter_tui.demo.live import played_along
    from spilter_tui.demo.run import keep, report_of, served
    from spilter_tui.starting import StartFailed

    with tempfile.TemporaryDirectory(prefix="spilter-") as name:
        folder = Path(name)
        try:
            with served(case, folder) as server:
                with played_along(case, server, folder, steer=steer):
                    reached = server.reached
                    seat("facilitator", server.place, reached.code, key=reached.key, folder=folder / "laptops" / "here")
                report = asyncio.run(report_of(server, folder))
        except StartFailed as failed:
            raise Failed(failed.said) from failed
        with told(out):
            files = keep(case, folder, report, out)
    click.echo(_("The workshop and its report:"))
    for path in files:
        click.echo(shown(path))


def _headless(case: "Case", out: Path, as_json: bool) -> None:
    import tempfile

    from spilter_tui.demo.run import keep, play_through
    from spilter_tui.demo.seat import NotDone
    from spilter_tui.demo.summary import lines, summary
    from spilter_tui.starting import StartFailed

    with tempfile.TemporaryDirectory(prefix="spilter-") as folder:
        try:
            played = play_through(case, Path(folder))
        except StartFailed as failed:
            raise Failed(failed.said) from failed
        except (NotDone, TimeoutError) as stuck:
            raise Failed(_("The demonstration got stuck: {why}").format(why=stuck or "time-out")) from stuck
        with told(out):
            files = keep(case, Path(folder), played.report, out)
    said = summary(played) | {"case": case.template, "files": [shown(path) for path in files]}
    if as_json:
        echo_json(said)
        return
    for line in lines(said):
        click.echo(line)
    for path in files:
        click.echo(shown(path))
