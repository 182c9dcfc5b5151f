"""How bursts become figures."""

from __future__ import annotations

import json

import pytest

from bench.__main__ import emit
from bench.load import Burst
from bench.rounds import Taken


def test_rate_and_percentiles_are_of_all_bursts() -> None:
    taken = Taken([Burst(10.0, [0.001, 0.002]), Burst(30.0, [0.003]), Burst(20.0, [0.004, 0.101])])
    assert taken.rate == 20.0
    assert taken.percentile(50) == pytest.approx(3.0)
    assert taken.percentile(95) == pytest.approx(81.6)


def test_a_figure_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    emit("start", 0.42, "x bare page", 1000)
    assert json.loads(capsys.readouterr().out) == {
        "name": "start",
        "value": 0.42,
        "unit": "x bare page",
        "n": 1000,
    }
