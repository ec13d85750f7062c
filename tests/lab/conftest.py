from typing import Any

import pytest

from claimbook.lab import charts, figures, measurement, outputs

Shown = list[dict[str, Any]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Collect what a cell would display, as nbformat's outputs."""
    outputs_: Shown = []

    def collect(data: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        outputs_.append(
            {"output_type": "display_data", "data": dict(data), "metadata": dict(metadata or {})}
        )

    for module in (outputs, measurement, figures):
        monkeypatch.setattr(module, "show", collect)
    assert charts.emit is figures.emit
    return outputs_
