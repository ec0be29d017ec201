"""The figures of docs/science, drawn by the kernels that they explain."""

from collections.abc import Callable

from ldnportal.science_figures import (
    carbon_line,
    cell_area,
    neutrality,
    one_out_all_out,
    performance_unit,
    significance,
    state_classes,
    status_matrix,
)

FIGURES: dict[str, Callable[[], str]] = {
    "significance-thresholds": significance.thresholds,
    "white-noise": significance.white_noise,
    "state-classes": state_classes.figure,
    "performance-unit": performance_unit.figure,
    "carbon-line": carbon_line.figure,
    "one-out-all-out": one_out_all_out.figure,
    "status-matrix": status_matrix.figure,
    "neutrality": neutrality.figure,
    "cell-area": cell_area.figure,
}
"""What writes each figure, by the name of its file."""
