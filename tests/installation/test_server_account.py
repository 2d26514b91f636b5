"""As root the server gets an account of its own and is let through, no further; otherwise nothing is touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from django.db import connection

from semesta.installation import own_server, programs
from semesta.installation.backup_error import BackupError
from semesta.installation.server_account import is_root, let_server_through, run_as_server, server_account


def test_folders_above_are_opened_for_passing_only(own_folder: Path) -> None:
    closed = own_folder / "closed"
    closed.mkdir(mode=0o700)
    opened = let_server_through(closed / "postgres", own_server.programs_folder())
    assert opened == ([own_folder, closed] if is_root() else [])
    assert stat.S_IMODE(closed.stat().st_mode) == (0o701 if is_root() else 0o700)
    assert let_server_through(closed / "postgres", own_server.programs_folder()) == []


def test_the_server_never_runs_as_root() -> None:
    assert server_account().pw_uid != 0
    assert int(run_as_server(["/usr/bin/id", "-u"], seconds=10).stdout) == server_account().pw_uid
    assert is_root() == (os.geteuid() == 0)


def test_programs_older_than_the_server_are_not_used() -> None:
    own = own_server.programs_major()
    assert programs.programs_at_least(own) == own_server.programs_folder()
    assert programs.major_of(own_server.programs_folder()) == own
    with pytest.raises(BackupError, match="postgresql-client-99"):
        programs.programs_at_least(99)


def test_a_folder_without_programs_is_of_no_version(tmp_path: Path) -> None:
    assert programs.major_of(tmp_path) == 0


def test_a_password_is_not_shown_to_other_accounts() -> None:
    with pytest.MonkeyPatch.context() as given:
        given.setitem(connection.settings_dict, "HOST", "db")
        given.setitem(connection.settings_dict, "PASSWORD", "rahasia")
        assert "rahasia" not in programs.program_target()
        assert programs.program_environment()["PGPASSWORD"] == "rahasia"
