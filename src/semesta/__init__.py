"""Semesta: from a village's worker list to true figures of Jamsostek coverage."""
