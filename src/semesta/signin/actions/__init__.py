"""Come in, and change what one comes in with: password, codes of a phone, passkeys, sessions."""

from semesta.signin.actions.codes import renew_recovery_codes, turn_off_codes, turn_on_codes
from semesta.signin.actions.coming_in import change_password, record_lock_out, sign_in
from semesta.signin.actions.passkeys import LONGEST_NAME, add_passkey, remove_passkey, rename_passkey, show_passkey
from semesta.signin.actions.sessions import end_own_sessions

__all__ = [
    "LONGEST_NAME",
    "add_passkey",
    "change_password",
    "end_own_sessions",
    "record_lock_out",
    "remove_passkey",
    "rename_passkey",
    "renew_recovery_codes",
    "show_passkey",
    "sign_in",
    "turn_off_codes",
    "turn_on_codes",
]
