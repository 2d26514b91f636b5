"""Coming in: name and password, second factor, lock-out, and what a user changes about his or her own account.

Interface: actions (sign in, password, second factor), queries (who needs a second factor, what one has).
Invariants: a second factor's secret is stored encrypted; a code serves once; whoever guesses is locked out, by name
and address, whether the name exists or not; a page reads and writes only its reader's own factors.
Reads: users of `accounts`. Writes: users' own password, the factors of allauth, the attempts of axes, the trail.
"""
