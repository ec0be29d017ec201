"""The maps of a Party's newest run, to lay polygons over."""

from countries.maps import RasterLayer
from countries.models import Party
from indicators.baseline.usable_runs import newest_run
from indicators.locks import current_report
from indicators.models import Run
from indicators.runs.results.layers import layers_of, tiles_of
from indicators.runs.results.numbers import results_of

KINDS = ("sdg", "status")


def run_layers(party: Party) -> tuple[RasterLayer, ...]:
    """15.3.1 and the status against the baseline, by period; the newest one is seen first."""
    run = run_under(party)
    results = results_of(run) if run else None
    if run is None or results is None:
        return ()
    run.party = party
    layers = [layer for layer in layers_of(run, results) if layer.kind in KINDS]
    return tuple(
        RasterLayer(
            key=layer.key,
            name=layer.name,
            url=tiles_of(run, layer),
            legend=layer.legend,
            visible=number == 0,
            group=layer.period.label,
            label=layer.label,
        )
        for number, layer in enumerate(layers)
    )


def run_under(party: Party) -> Run | None:
    """The newest run of the Party's current report."""
    report = current_report(party)
    return newest_run(report) if report else None
