"""Pages for everybody: is cover alive, what does it pay, what to do after a misfortune, and the public figures."""
