"""Frames into PostgreSQL, always as a whole: COPY in, set-based statements inside, answers of page size out."""

from semesta.bulk.copy import copy_frame, execute, read_frame, read_lines
from semesta.bulk.growth import analyse_what_grew

__all__ = ["analyse_what_grew", "copy_frame", "execute", "read_frame", "read_lines"]
