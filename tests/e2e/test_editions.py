"""Editions: the same inputs give the same one, a changed input the next one, and none ever changes."""
import pytest
from tests.e2e.conftest import Desk, contents
pytestmark = pytest.mark.xdist_group("helpdesk")

def test_x(desk: Desk) -> None:
    o = desk.run()
    print(o.out); print(o.err)
    assert 0
