"""Set the stage of the demonstration: fictional Parties with computed, reported, published data.

Everything goes the way that users' work goes: files are uploaded, the worker examines them and
computes, verbs write the report. Nothing is put into tables that a user could not put there.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from countries.models import Party, User
from indicators.actions.defaults import load_defaults, read_table
from indicators.models import Cycle, Report, Run
from ldnportal.demo import asking, computing, people, reporting
from ldnportal.demo.cast import PARTIES, FictionalParty, focal_point_of
from ldnportal.demo.rasters import write_rasters

DEFAULTS = Path(__file__).with_name("defaults.csv")
Say = Callable[[str], None]


def set_stage(say: Say) -> dict[str, str]:
    """Prepare everything that is not there yet; return passwords by e-mail address.

    A worker must be running. What an interrupted start left is taken up where it stopped.
    """
    started = time.monotonic()
    people.load_real_parties()
    parties = [(fictional, people.settle(fictional)) for fictional in PARTIES]
    passwords = people.admit_all()
    cycle = people.the_cycle()
    load_defaults(read_table(DEFAULTS), by=None)
    waiting = [
        (f, p) for f, p in parties if not Report.objects.filter(party=p, cycle=cycle).exists()
    ]
    if waiting:
        _upload_all(waiting, say)
        runs = _compute_all(waiting, cycle, say)
        _report_all(waiting, cycle, runs, say)
    asking.ask_around(parties[0][1], parties[1][1])
    say(f"Ready after {time.monotonic() - started:.0f} s.")
    return passwords


def _focal_point(party: Party) -> User:
    return User.objects.get(email=focal_point_of(party.iso3).email)


def _upload_all(waiting: list[tuple[FictionalParty, Party]], say: Say) -> None:
    say(f"Uploading rasters of {len(waiting)} countries, which the worker examines ...")
    uploaded = []
    with tempfile.TemporaryDirectory() as folder:
        for fictional, party in waiting:
            files = write_rasters(fictional.land, Path(folder) / party.iso3)
            uploaded += computing.upload(party, files, by=_focal_point(party))
    computing.wait_until(lambda: computing.examined(uploaded), "The examination of the rasters")
    for _fictional, party in waiting:
        computing.give_legend(party, by=_focal_point(party))


def _compute_all(
    waiting: list[tuple[FictionalParty, Party]], cycle: Cycle, say: Say
) -> dict[int, Run]:
    say("Computing land cover, productivity, carbon and SDG 15.3.1 of each ...")
    runs = {
        party.pk: computing.start(party, cycle, by=_focal_point(party))
        for _fictional, party in waiting
    }
    computing.wait_until(lambda: computing.computed(list(runs.values())), "The computing")
    return {pk: Run.objects.get(pk=run.pk) for pk, run in runs.items()}


def _report_all(
    waiting: list[tuple[FictionalParty, Party]], cycle: Cycle, runs: dict[int, Run], say: Say
) -> None:
    say("Writing, reviewing and publishing reports ...")
    for fictional, party in waiting:
        report = reporting.write_report(party, cycle, runs[party.pk], fictional)
        computing.draw_where_to_act(report, by=_focal_point(party))
        if fictional.fate == "draft":
            continue
        submission = reporting.hand_in(report)
        if fictional.fate == "published":
            reporting.see_through(submission)
