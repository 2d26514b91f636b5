"""Province to village: names, other spellings, old and foreign codes, workforce bases, boundaries."""
