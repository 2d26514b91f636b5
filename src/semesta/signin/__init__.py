"""Coming in: password, second factor (codes of a phone or passkeys), lock-out, sessions, and one's own account.

Interface: actions (sign in, password, factors, sessions), queries (who needs a second factor, what one has).
Invariants: a password is compared in the database and never read; a second factor's secret is stored encrypted; a code
and a challenge serve once; whoever guesses is locked out, by name and address, whether the name exists or not; a page
reads and writes only its reader's own factors and sessions; of a session's key only a hash is kept.
Reads: users of `accounts`. Writes: users' own password, sessions, the factors of allauth, the attempts of axes, trail.
"""
