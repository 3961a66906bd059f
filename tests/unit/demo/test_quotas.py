"""Exact division of counts: nothing is lost, bounds hold, shares print."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.demo.quotas import allocate, deal, half_up, nearest_printing, part, prints, round_matrix, scaled

weights = st.lists(st.floats(min_value=0.01, max_value=100), min_size=1, max_size=12)


@pytest.mark.parametrize(("value", "expected"), [(0.5, 1), (1.5, 2), (2.5, 3), (2.4999, 2), (0, 0)])
def test_half_up_rounds_halves_up(value: float, expected: int) -> None:
    """A half goes up, also to an odd number."""
    rounded = half_up(value)

    assert rounded == expected


def test_scaled_counts_do_not_suffer_from_binary_fractions() -> None:
    """151.000 at scale 0.002 is 302 and 798 at 0.01 is 8: exactly, by decimal arithmetic."""
    counts = [scaled(151_000, 0.002), scaled(798, 0.01), scaled(151, 0.01), scaled(5, 0.1)]

    assert counts == [302, 8, 2, 1]


def test_allocate_gives_the_largest_remainders_first() -> None:
    """Ten over 1:1:1 is 4, 3, 3; seven over 5:3:2 is 4, 2, 1 (3.5 and 2.1 and 1.4)."""
    divided = [allocate(10, [1, 1, 1]).tolist(), allocate(7, [5, 3, 2]).tolist()]

    assert divided == [[4, 3, 3], [4, 2, 1]]


def test_allocate_passes_on_what_a_full_cell_cannot_take() -> None:
    """A cell at its ceiling stays there; the others share the rest in proportion."""
    divided = allocate(10, [8, 1, 1], high=[4, 10, 10])

    assert divided.tolist() == [4, 3, 3]


def test_allocate_refuses_a_total_without_room() -> None:
    """Eleven do not fit in two cells of five."""
    with pytest.raises(ValueError, match="11 does not fit"):
        allocate(11, [1, 1], high=[5, 5])


@settings(deadline=None)
@given(weights, st.integers(0, 10_000))
def test_allocate_is_exact_and_fair(each: list[float], total: int) -> None:
    """The parts sum to the total and none is a whole unit away from its fair share."""
    divided = allocate(total, each)

    fair = total * np.array(each) / sum(each)
    assert divided.sum() == total
    assert (np.abs(divided - fair) < 1.0001).all()


@settings(deadline=None)
@given(weights, st.data())
def test_allocate_respects_bounds(each: list[float], data: st.DataObject) -> None:
    """Whatever the weights, every part lies between its floor and its ceiling."""
    low = data.draw(st.lists(st.integers(0, 20), min_size=len(each), max_size=len(each)))
    room = data.draw(st.lists(st.integers(0, 20), min_size=len(each), max_size=len(each)))
    high = [a + b for a, b in zip(low, room, strict=True)]
    total = data.draw(st.integers(sum(low), sum(high)))

    divided = allocate(total, each, low, high)

    assert divided.sum() == total
    assert (divided >= low).all()
    assert (divided <= high).all()


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 6), st.data())
def test_round_matrix_meets_both_margins(rows: int, columns: int, data: st.DataObject) -> None:
    """Rows and columns have exactly the sums that were asked for, and nothing is negative."""
    cells = data.draw(st.lists(st.floats(0.1, 50), min_size=rows * columns, max_size=rows * columns))
    row_sums = data.draw(st.lists(st.integers(0, 40), min_size=rows, max_size=rows))
    column_sums = allocate(sum(row_sums), data.draw(st.lists(st.floats(0.1, 9), min_size=columns, max_size=columns)))

    matrix = round_matrix(np.array(cells).reshape(rows, columns), row_sums, column_sums)

    assert matrix.sum(axis=1).tolist() == row_sums
    assert matrix.sum(axis=0).tolist() == column_sums.tolist()
    assert (matrix >= 0).all()


def test_round_matrix_refuses_margins_that_disagree() -> None:
    """Rows that sum to three cannot be columns that sum to four."""
    with pytest.raises(ValueError, match="rows sum to 3, columns to 4"):
        round_matrix([[1.0, 1.0]], [3], [2, 2])


@settings(deadline=None)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=12), st.data())
def test_deal_is_exact_and_even_in_every_run(quotas: list[int], data: st.DataObject) -> None:
    """Each cell comes as often as its quota, and in any run of neighbours in proportion, give or take two."""
    dealt = deal(quotas)

    first = data.draw(st.integers(0, len(dealt)))
    last = data.draw(st.integers(first, len(dealt)))
    run = np.bincount(dealt[first:last], minlength=len(quotas))
    fair = (last - first) * np.array(quotas) / max(sum(quotas), 1)
    assert np.bincount(dealt, minlength=len(quotas)).tolist() == quotas
    assert (np.abs(run - fair) <= 2 + 2 * np.array(quotas) / max(quotas[0], *quotas, 1)).all()


def test_prints_knows_which_percentages_exist() -> None:
    """9,0 % exists over 244 requests (22) and not over 247; 6,4 % exists over 171 respondents and not over 34."""
    known = [prints(0.09, 1, 244), prints(0.09, 1, 247), prints(0.064, 1, 171), prints(0.064, 1, 34)]

    assert known == [True, False, True, False]


@settings(deadline=None)
@given(st.integers(1_000, 100_000), st.integers(0, 1_000).map(lambda per_mille: per_mille / 1_000))
def test_a_thousand_rows_can_print_any_tenth_of_a_percent(count: int, share: float) -> None:
    """From a thousand rows up no total has to move to make a share with one decimal print."""
    moved = nearest_printing(count, [[(share, 1)]])

    assert moved == count
    assert abs(part(share, count) / count - share) <= 0.0005


def test_nearest_printing_gives_up_for_the_wanted_count() -> None:
    """With ten rows no neighbour prints 6,4 %: the wanted count stands."""
    moved = nearest_printing(10, [[(0.064, 1)]])

    assert moved == 10
