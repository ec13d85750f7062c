import matplotlib
import numpy as np
import pytest

from claimbook.lab import style

matplotlib.use("Agg")

style.declare({"slow": style.BLUE, "steady": style.VERMILLION, "quick": style.GREEN})

WHITE, SLATE = (1.0, 1.0, 1.0), (0x1E / 255, 0x21 / 255, 0x29 / 255)


def luminance(colour: tuple[float, ...]) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("hue", style.PALETTE)
@pytest.mark.parametrize("page", [WHITE, SLATE])
def test_every_colour_stands_out_on_light_and_dark(hue: str, page: tuple[float, ...]) -> None:
    """Each colour reaches the contrast of 3 that graphics need, on either palette."""
    pair = sorted((luminance(matplotlib.colors.to_rgb(hue)), luminance(page)))
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3


def test_lines_draw_seeds_band_and_mean() -> None:
    """Ten seeds or fewer are drawn thin beside mean and band; more are not."""
    import matplotlib.pyplot as plt

    style.use()
    for seeds, expected in ((4, 5), (11, 1), (1, 1)):
        fig, ax = plt.subplots()
        style.lines(ax, [1, 2, 3], np.arange(3 * seeds).reshape(seeds, 3), "quick")
        assert len(ax.lines) == expected
        assert len(ax.collections) == (seeds > 1)
        plt.close(fig)


def test_values_of_another_shape_are_refused() -> None:
    """Curves that do not fit the points are an error, not a broadcast."""
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    with pytest.raises(ValueError, match=r"shape \(seeds, 3\), not \(2, 4\)"):
        style.lines(ax, [1, 2, 3], np.zeros((2, 4)), "quick")
    plt.close(fig)


def test_end_labels_are_moved_apart() -> None:
    """Labels of curves that end together do not cover one another."""
    import matplotlib.pyplot as plt

    style.use()
    fig, ax = plt.subplots()
    for label in ("slow", "steady", "quick"):
        style.lines(ax, [0, 1], [[0.0, 1.0]], label)
    style.settle(fig)
    heights = sorted(text.get_position()[1] for text in ax.texts)
    assert min(np.diff(heights)) > 11
    plt.close(fig)


def test_method_is_drawn_as_it_was_declared() -> None:
    """A curve and its dots have the method's colour, with its dash and its marker."""
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    style.lines(ax, [0, 1], [0.0, 1.0], "the steady one", method="steady")
    style.dots(ax, 0.5, [0.0, 1.0], "steady")
    mean, place = ax.lines[0], ax.containers[0].lines[0]
    assert (mean.get_color(), place.get_color()) == (style.VERMILLION, style.VERMILLION)
    assert (style.colour("steady"), style.dash("steady")) == (style.VERMILLION, (0, (5, 1.2)))
    assert (mean.get_linestyle(), place.get_marker()) == ("--", "s")
    plt.close(fig)


@pytest.mark.parametrize("across", [False, True])
def test_dots_draw_mean_interval_and_seeds(across: bool) -> None:
    """A mean stands at its place with its interval, and every seed beside it."""
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    style.dots(ax, 2.0, [1.0, 2.0, 6.0], "quick", across=across)
    seeds, mean = ax.lines[0].get_xydata(), ax.containers[0].lines[0].get_xydata()
    assert sorted(seeds[:, 0 if across else 1]) == [1.0, 2.0, 6.0]
    assert tuple(mean[0]) == ((3.0, 2.0) if across else (2.0, 3.0))
    plt.close(fig)
