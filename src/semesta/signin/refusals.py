"""What is refused when somebody changes how he or she signs in. Nothing was changed then."""

from __future__ import annotations


class WrongCodeError(ValueError):
    """The code is not the actor's, or was used before."""


class WrongPasswordError(ValueError):
    """The password is not the actor's."""


class AlreadyOnError(RuntimeError):
    """The actor has a second factor that this session has not shown, or one of this kind already."""
