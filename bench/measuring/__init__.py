"""What measurements share: an installation of their own, a made-up regency, peak memory, a way to show results."""
