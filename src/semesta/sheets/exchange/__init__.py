"""Files exchanged with the insurer: the layout from YAML, enrolment files written by it, answers read by it."""
