"""What the insurer recognises: spells of membership and covered months (person x month x programme x payer x state)."""
