"""The planner is told when a table has grown by half, once, and left alone when it has not."""

from __future__ import annotations

import pytest

from semesta.bulk import analyse_what_grew, execute

pytestmark = pytest.mark.django_db


def test_a_table_that_grew_by_half_is_looked_at_once() -> None:
    execute("CREATE TABLE grown_list (line integer, told text)")
    assert analyse_what_grew("grown_list") == []
    for first, last in ((1, 20_000), (20_001, 50_000)):
        execute("INSERT INTO grown_list SELECT n, repeat('x', 20) FROM generate_series(%s, %s) n", [first, last])
        assert analyse_what_grew("grown_list") == ["grown_list"]
        assert analyse_what_grew("grown_list") == []
    execute("INSERT INTO grown_list SELECT n, repeat('x', 20) FROM generate_series(1, 5000) n")
    assert analyse_what_grew("grown_list") == []
