"""Whatever is recorded in the trail is read by people: actions, objects and details have words."""

from __future__ import annotations

import re

from semesta.web.words import all_words
from tests.architecture.house import written_modules
from tests.architecture.recorded import recorded

BY_STATEMENT = re.compile(r"INSERT INTO audit_entry \([^)]*\)\s*SELECT %s, %s, '(\w+)', '(\w+)'")
"""Entries added for many objects at once, by one statement."""


def test_every_action_of_the_program_has_words() -> None:
    lines = recorded()
    assert [line.where for line in lines if not line.actions] == []
    by_statement = {action for module in written_modules() for action, _ in BY_STATEMENT.findall(module.text)}
    actions = {action for line in lines for action in line.actions} | by_statement
    assert len(actions) > 90
    assert actions ^ all_words()["action"].keys() == set()


def test_every_object_and_detail_that_the_code_names_has_words() -> None:
    lines = recorded()
    assert {line.object_type for line in lines} - {""} - all_words()["object_type"].keys() == set()
    assert {key for line in lines for key in line.detail_keys} - all_words()["detail"].keys() == set()
