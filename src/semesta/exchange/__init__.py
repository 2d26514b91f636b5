"""Enrolment batches to the insurer and its answers: who was sent when, what came back, and what has to be put right."""
