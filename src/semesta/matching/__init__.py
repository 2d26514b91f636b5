"""Recognising people: names folded as Sasak and Indonesian lists spell them, and the rules that lean on them."""
