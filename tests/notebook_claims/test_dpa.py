"""What the page on Directional Preference Alignment says is exact, checked on its own cells."""

import ast
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from notebook_cells import cells, run_cells, run_more

GEOMETRY = ("setup", "scalar", "best-of-n")
WORLD = (*GEOMETRY, "world", "policy-fit", "attributes", "choice", "rounds-code")


taught = partial(run_cells, "dpa")


def slope_cells() -> tuple[dict[str, Any], dict[str, float]]:
    """Run the cells that read the published figures, without the rounds of our own world."""
    names = taught("setup", "scalar")
    names["DEGREES"] = np.arange(-45, 1, 5)
    names["MIDDLES"] = (names["DEGREES"][1:] + names["DEGREES"][:-1]) / 2
    names["wanted"] = -np.tan(np.radians(names["MIDDLES"]))
    for cell_id, functions in (("rounds-record", "margins"), ("slopes-record", "slopes")):
        run_more(names, function(cell_id, functions))
    for cell_id in (
        "published-points",
        "published-record",
        "published-slopes-record",
        "alpaca-run",
    ):
        run_more(names, cells("dpa")[cell_id])
    return names, {name: float(values.mean()) for name, values in names["recorded"].items()}


def function(cell_id: str, name: str) -> str:
    """Return the source of one function of a cell."""
    tree = ast.parse(cells("dpa")[cell_id])
    found = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
    return ast.unparse(found)


def turn(names: dict[str, Any], rho: float, degrees: float) -> float:
    x, y = names["shift"](names["direction"](degrees), names["covariance"](rho))
    return float(np.degrees(np.arctan2(y, x)))


@pytest.mark.parametrize("n", [2, 4, 8, 16, 32, 64])
def test_expected_maximum_is_that_of_n_normals(n: int) -> None:
    """c_N of the notebook equals adaptive quadrature of x dΦ(x)^N."""
    names = taught(*GEOMETRY)
    expected, _ = quad(lambda x: x * n * norm.pdf(x) * norm.cdf(x) ** (n - 1), -10, 10)
    assert names["expected_maximum"](n) == pytest.approx(expected, abs=1e-6)


def test_expected_maximum_has_its_closed_values() -> None:
    """c_2 = 1/√π and c_3 = 3/(2√π), and c_16 is 1.766 as the page says."""
    names = taught(*GEOMETRY)
    c: Callable[[int], float] = names["expected_maximum"]
    assert [c(2), c(3)] == pytest.approx([np.pi**-0.5, 1.5 * np.pi**-0.5], abs=1e-9)
    assert f"{c(16):.3f}" == "1.766"


@pytest.mark.parametrize("rho", [-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9])
def test_slider_turns_the_outcome_by_one_minus_rho_over_one_plus_rho(rho: float) -> None:
    """Near 45 degrees the achieved angle changes by (1 − ρ)/(1 + ρ) per degree asked."""
    names = taught(*GEOMETRY)
    rate = (turn(names, rho, 45.001) - turn(names, rho, 44.999)) / 0.002
    assert rate == pytest.approx((1 - rho) / (1 + rho), rel=1e-4)


def test_independent_objectives_are_followed_exactly() -> None:
    """Without correlation and with equal spreads the achieved angle is the requested one."""
    names = taught(*GEOMETRY)
    angles = range(-90, 91, 15)
    assert [turn(names, 0.0, a) for a in angles] == pytest.approx(list(angles), abs=1e-9)


@pytest.mark.parametrize("k", [1, 2, 4, 16])
@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_k_objectives_dilute_each_other(k: int, rho: float) -> None:
    """Each of k equally weighted objectives gains c_N·√((1 + (k − 1)ρ)/k)."""
    names = taught(*GEOMETRY)
    sigma = np.full((k, k), rho) + (1 - rho) * np.eye(k)
    gain = names["shift"](np.full(k, k**-0.5), sigma)
    expected = names["expected_maximum"](16) * np.sqrt((1 + (k - 1) * rho) / k)
    assert gain == pytest.approx(np.full(k, expected))


@pytest.mark.parametrize("rho", [-0.6, 0.0, 0.6])
def test_inverse_covariance_restores_the_request(rho: float) -> None:
    """Asking for Σ⁻¹u moves the rewards along u, whatever the scales."""
    names = taught(*GEOMETRY)
    sigma, u = names["covariance"](rho, 2.0), names["direction"](30)
    got = names["shift"](np.linalg.solve(sigma, u), sigma)
    assert got / np.linalg.norm(got) == pytest.approx(u)


def test_simulation_agrees_with_the_formula() -> None:
    """Best of 16 from 20,000 draws lies within five standard errors of the closed form."""
    names = taught(*GEOMETRY)
    noise = np.random.default_rng(7).standard_normal((20_000, 16, 2))
    v, sigma = names["direction"](-30), names["covariance"](0.6, 1.5)
    difference = names["select"](noise, v, sigma) - names["shift"](v, sigma)
    assert np.abs(difference).max() < 5 * 1.5 / np.sqrt(20_000)


@pytest.mark.parametrize("spread", [22.5, 45, 90, 180])
def test_best_scalar_misorders_pairs_in_proportion_to_the_spread(spread: float) -> None:
    """For independent rewards the closed form is spread/720; a direction misorders nothing."""
    names = taught("setup", "scalar")
    users = -22.5 + spread * ((np.arange(20) + 0.5) / 20 - 0.5)
    scalar, own = names["misordered"](3, users, 0.0)
    assert scalar == pytest.approx(spread / 720, abs=0.005)
    assert own == 0


def test_best_response_is_kept_for_every_direction() -> None:
    """Of 16 responses the one with the highest vᵀr is kept, for each pair on its own."""
    names = taught(*WORLD)
    world, draw = names["World"](), np.random.default_rng(1)
    y, degrees = draw.standard_normal((16, 5, 5)), draw.uniform(-45, 0, 5)
    kept = names["keep_best"](y, degrees, world)
    for pair, angle in enumerate(degrees):
        values = names["score"](y[:, pair], world) @ names["direction"](angle)
        assert kept[pair] == pytest.approx(y[values.argmax(), pair])


def test_ideal_front_has_the_slope_asked_for() -> None:
    """Where each point maximises vᵀr the front's slope is −tan θ, as the page derives."""
    names = taught(*WORLD)
    run_more(names, function("slopes-record", "slopes"))
    world, length = names["World"](), np.linspace(-1, 4, 50_001)
    ideal = np.sqrt(14 / 4) * (1 + 0.2 * length)
    ceiling = names["score"](np.column_stack([*[ideal] * 4, length]), world)
    degrees = np.arange(-45, 1, 5)
    front = ceiling[(ceiling @ names["direction"](degrees).T).argmax(axis=0)]
    wanted = -np.tan(np.radians(degrees[1:] - 2.5))
    assert names["slopes"](front) == pytest.approx(wanted, abs=0.005)


def test_published_gaps_are_those_of_the_figures() -> None:
    """Gaps at equal verbosity and equal length, read from Figs. 4 and 5, are as printed."""
    _, recorded = slope_cells()
    expected = {
        "published_round_margin": 0.146,
        "published_margin_steerlm": 1.85,
        "published_margin_dpo": 79.94 - 75.17,
        "published_margin_sft": 75.72 - 66.89,
        "published_first_round_margin": 0.0,
        "published_first_round_mean": 0.77,
        "steerlm_over_dpo_at_its_verbosity": 77.55 - 75.17,
        "published_regret": 0.6,
        "alpaca_gap_dpo": 9.99 - 10.99,
        "alpaca_least_margin_steerlm": -0.08,
        "alpaca_best_over_dpo": 12.05 - 10.99,
    }
    assert {name: recorded[name] for name in expected} == pytest.approx(expected, abs=0.021)


def test_published_slopes_are_steeper_than_asked_for() -> None:
    """The nine slopes of round 4, and how far they lie from −tan θ."""
    names, recorded = slope_cells()
    expected = [1.07, 0.87, 0.73, 0.74, 0.66, 0.48, 0.43, 0.40, -0.15]
    assert names["read"][4] == pytest.approx(expected, abs=0.006)
    assert recorded["published_slope_error"] == pytest.approx(0.40 - 0.13, abs=0.01)
    assert names["excess"][:-1].min() > 0


def test_competitive_means_not_told_apart() -> None:
    """The gap to DPO is less than 1.96 standard errors of 805 prompts."""
    _, recorded = slope_cells()
    error = 100 * np.sqrt(2 * 0.1099 * (1 - 0.1099) / 805)
    assert recorded["alpaca_gap_dpo_errors"] == pytest.approx(
        recorded["alpaca_gap_dpo"] / error, rel=1e-6
    )
    assert -1.96 < recorded["alpaca_gap_dpo_errors"] < 0


def test_lead_is_asked_of_seven_settings() -> None:
    """Four worlds, two decoders and two policy classes; none differs from the first in over two."""
    names = taught(*WORLD, "bootstrap")
    names["budget"] = 9_600
    run_more(names, cells("dpa")["arms-run"])
    first, *others = names["ARMS"].values()
    assert len(set(names["ARMS"].values())) == 7
    assert {sum(a != b for a, b in zip(first, arm, strict=True)) for arm in others} == {1, 2}
    assert [len({arm[k] for arm in names["ARMS"].values()}) for k in range(3)] == [4, 2, 2]
