"""Exact recognition: NIK, else KK + name + birth date. The seam: whatever replaces it fills `verdict` the same way.

Input are the temporary tables `incoming`, `batch` and `earlier_row`; output is `verdict`, one line per incoming
row: outcome, reason, person (known or new) and `is_head` for the row that founds a new person. Nothing is guessed:
a NIK on two clearly different names, or one person under two NIK, waits for a human.
"""

from __future__ import annotations

from django.db import connection

from semesta.people.standing import DEATHS_TOLD_TOGETHER, OF_A_ROW

WAITING_REASONS = (
    "nik_missing",
    "nik_damaged",
    "nik_doubtful",
    "name_missing",
    "shared_nik",
    "nik_of_other_person",
    "other_nik",
    "recorded_dead",
    "half_duplicates",
    "one_person_many_rows",
)


_TELLING_LETTERS = 4
"""Fewer letters stand by chance in many a name."""


def _agree(a: str, b: str) -> str:
    """SQL: the names of two records of one NIK can be one person's: the same, one stands in the other, or the first
    word is the same and what follows is alike (`_rest_alike`).

    A birth date proves nothing here: twins share it, and a date read off the NIK belongs to whoever bears the NIK.
    Nor does a first word: twins share it often, and SITI, NUR or ABDUL stand before many a name.
    """
    return (
        f"({a}.name_key = {b}.name_key"
        f" OR (least(length({a}.name_key), length({b}.name_key)) >= {_TELLING_LETTERS}"
        f" AND (position({a}.name_key IN {b}.name_key) > 0 OR position({b}.name_key IN {a}.name_key) > 0))"
        f" OR ({a}.name_token = {b}.name_token AND {_rest_alike(a, b)}))"
    )


def _rest_alike(a: str, b: str) -> str:
    """SQL: after the first word one name has nothing, a letter more or other than the other has (or two beside one
    another), or a word more: seen by how many letters agree at its beginning and at its end.
    """
    rests = ", ".join(
        f"substr({row}.name_key, length({row}.name_token) + 1) AS {name}" for row, name in ((a, "x"), (b, "y"))
    )
    begin, end = (
        f"(SELECT count(*) FROM generate_series(1, least(length(x), length(y))) n WHERE {side}(x, n) = {side}(y, n))"
        for side in ("left", "right")
    )
    return (
        "(SELECT least(x, y) = '' OR longer - agreeing <= CASE WHEN longer = shorter THEN 2 ELSE 1 END"
        f" OR shorter >= {_TELLING_LETTERS} AND agreeing >= shorter"
        "   FROM (SELECT x, y, greatest(length(x), length(y)) AS longer, least(length(x), length(y)) AS shorter,"
        f"               {begin} + {end} AS agreeing FROM (SELECT {rests}) rest) compared)"
    )


def _not_clearly_other(a: str, b: str) -> str:
    """SQL: the names agree, or a told birth date and the first letter do: a slip of the pen, or a twin."""
    return f"({_agree(a, b)} OR ({a}.birth_told = {b}.birth_told AND left({a}.name_key, 1) = left({b}.name_key, 1)))"


_WORKER_LISTS = "('village_list', 'agency_list')"
"""Kinds that name people to be insured; the civil registry and the insurer also speak of the dead."""
_SAID_DEAD = f"(i.died_on IS NOT NULL AND b.kind IN {_WORKER_LISTS})"

_STEPS = [
    # the first row of every usable NIK that tells family card and birth date, and the person it is already known as;
    # sorted also where no NIK repeats: in that order the persons of a full register are found near one another
    f"""
    CREATE TEMPORARY TABLE nik_head ON COMMIT DROP AS
    WITH heads AS (
        SELECT DISTINCT ON (i.nik) i.nik, i.submission_id, i.line, i.name_key, i.name_token, i.birth_on, i.birth_told,
               i.kk, b.kind, i.person_repeats
          FROM incoming i JOIN batch b USING (submission_id)
         WHERE i.nik_state = 'valid' AND i.name_key IS NOT NULL AND b.stop_reason = '' AND NOT {_SAID_DEAD}
           AND NOT EXISTS (SELECT 1 FROM earlier_row e WHERE e.submission_id = i.submission_id AND e.line = i.line
                                                         AND e.unchanged AND e.person_id IS NOT NULL)
         ORDER BY i.nik, (i.kk IS NULL OR i.birth_on IS NULL), i.submission_id, i.line
    )
    SELECT h.*, p.id AS known_id, coalesce(p.died_on, t.died_on) AS died_on,
           coalesce(p.name_key, h.name_key) AS ref_key, coalesce(p.name_token, h.name_token) AS ref_token,
           CASE WHEN p.id IS NULL THEN h.birth_on ELSE p.birth_on END AS ref_birth_on,
           CASE WHEN p.id IS NULL THEN h.birth_told ELSE p.birth_on END AS ref_birth_told
      FROM heads h LEFT JOIN people_person p ON p.regency_code = %(regency)s AND p.nik = h.nik
      LEFT JOIN {DEATHS_TOLD_TOGETHER} t ON t.id = p.id
    """,
    "ANALYZE nik_head",
    # a NIK that nobody is known by yet but that two different names carry
    f"""
    CREATE TEMPORARY TABLE nik_clash ON COMMIT DROP AS
    WITH named AS (
        SELECT i.nik, i.name_key, i.name_token, i.birth_told
          FROM incoming i JOIN batch b USING (submission_id)
         WHERE i.nik_state = 'valid' AND i.name_key IS NOT NULL AND b.stop_reason = '' AND i.nik_repeats
    ), several AS (
        SELECT nik FROM named GROUP BY nik HAVING min(name_key) < max(name_key)
    )
    SELECT DISTINCT nik
      FROM several JOIN nik_head h USING (nik) JOIN named x USING (nik) JOIN named y USING (nik)
     WHERE h.known_id IS NULL AND y.name_key > x.name_key AND NOT coalesce({_not_clearly_other("x", "y")}, false)
    """,
    "ANALYZE nik_clash",  # hardly any: the heads need not be put in a hash's order for it
    # heads that would found a person: unless the same KK, name and birth date already stand under another NIK;
    # numbers are given in the order of the rows, so that persons are stored in it without another sort
    f"""
    CREATE TEMPORARY TABLE newcomer ON COMMIT DROP AS
    WITH known AS MATERIALIZED (
        SELECT EXISTS (SELECT 1 FROM people_person WHERE regency_code = %(regency)s) AS anybody
    ), fresh AS NOT MATERIALIZED (
        SELECT h.* FROM nik_head h
         WHERE h.known_id IS NULL AND NOT EXISTS (SELECT 1 FROM nik_clash c WHERE c.nik = h.nik)
    ), ranked AS (
        SELECT submission_id, line, row_number() OVER (PARTITION BY kk, name_key, birth_on ORDER BY submission_id, line)
                                    AS place
          FROM fresh WHERE person_repeats AND kk IS NOT NULL AND birth_on IS NOT NULL
    ), judged AS (
        SELECT f.nik, f.submission_id, f.line, f.name_key, f.birth_on, f.kk,
               r.line IS NOT NULL OR f.kk IS NOT NULL AND (SELECT anybody FROM known) AND EXISTS (
                   SELECT 1 FROM people_person p
                    WHERE p.regency_code = %(regency)s AND p.kk = f.kk AND p.birth_on = f.birth_on
                      AND p.name_key = f.name_key AND p.nik IS DISTINCT FROM f.nik
                      AND NOT {OF_A_ROW}) AS under_other_nik
          FROM fresh f LEFT JOIN (SELECT * FROM ranked WHERE place > 1) r USING (submission_id, line)
        OFFSET 0
    )
    SELECT j.*, CASE WHEN NOT under_other_nik THEN nextval('people_person_number') END AS person_id
      FROM (SELECT * FROM judged ORDER BY submission_id, line) j
    """,
    "ANALYZE newcomer",
    # rows without a usable NIK: the one person of that KK, name and birth date, known or new. They are few, so each
    # looks its persons up (OFFSET keeps it so): read as a whole, the register costs more than all of them
    f"""
    CREATE TEMPORARY TABLE without_nik ON COMMIT DROP AS
    WITH asked AS (
        SELECT i.submission_id, i.line, i.nik, i.kk, i.name_key, i.name_token, i.birth_on
          FROM incoming i JOIN batch b USING (submission_id)
         WHERE i.nik_state <> 'valid' AND i.name_key IS NOT NULL AND b.stop_reason = ''
    ), found AS (
        SELECT a.submission_id, a.line, coalesce(p.merged_into, p.id) AS person_id,
               coalesce(p.died_on, t.died_on) AS died_on, 'kk_name_birth' AS reason
          FROM asked a CROSS JOIN LATERAL (
                   SELECT id, merged_into, died_on FROM people_person p
                    WHERE p.regency_code = %(regency)s AND p.kk = a.kk AND p.birth_on = a.birth_on
                      AND p.name_key = a.name_key AND NOT {OF_A_ROW}
                   OFFSET 0) p
          LEFT JOIN {DEATHS_TOLD_TOGETHER} t ON t.id = p.id
        UNION
        SELECT a.submission_id, a.line, n.person_id, NULL, 'kk_name_birth'
          FROM asked a JOIN newcomer n ON n.kk = a.kk AND n.birth_on = a.birth_on AND n.name_key = a.name_key
         WHERE n.person_id IS NOT NULL
        UNION
        SELECT a.submission_id, a.line, coalesce(h.known_id, n.person_id), h.died_on, 'same_nik'
          FROM asked a JOIN nik_head h ON h.nik = a.nik LEFT JOIN newcomer n ON n.nik = h.nik
         WHERE a.birth_on = h.ref_birth_on AND a.name_key = h.ref_key AND coalesce(h.known_id, n.person_id) IS NOT NULL
        UNION
        SELECT a.submission_id, a.line, coalesce(p.merged_into, p.id), coalesce(p.died_on, t.died_on), 'same_nik'
          FROM asked a CROSS JOIN LATERAL (
                   SELECT id, merged_into, died_on FROM people_person p
                    WHERE p.regency_code = %(regency)s AND p.nik = a.nik AND p.birth_on = a.birth_on
                      AND p.name_key = a.name_key
                   OFFSET 0) p
          LEFT JOIN {DEATHS_TOLD_TOGETHER} t ON t.id = p.id
    )
    SELECT submission_id, line, min(person_id) AS person_id, min(reason) AS reason, max(died_on) AS died_on
      FROM found GROUP BY 1, 2 HAVING count(DISTINCT person_id) = 1
    """,
    "ANALYZE without_nik",
    # one verdict per row: its reason says its outcome and where its person stands
    f"""
    CREATE TEMPORARY TABLE verdict ON COMMIT DROP AS
    SELECT submission_id, line,
           CASE WHEN reason = 'new_person' THEN 'accepted'
                WHEN reason IN ('same_nik', 'kk_name_birth', 'unchanged') THEN 'merged'
                WHEN reason = 'nobody_named' THEN 'refused' ELSE 'waiting' END AS outcome,
           reason,
           CASE WHEN reason IN ('new_person', 'same_nik', 'kk_name_birth')
                    THEN CASE WHEN is_valid THEN coalesce(known_id, founded_id) ELSE without_nik_id END
                WHEN reason = 'unchanged' THEN earlier_id END AS person_id,
           reason = 'new_person' AS is_head
      FROM (
        SELECT i.submission_id, i.line, i.nik_state = 'valid' AS is_valid, h.known_id, n.person_id AS founded_id,
               w.person_id AS without_nik_id, e.person_id AS earlier_id,
          CASE
            WHEN b.stop_reason <> '' THEN b.stop_reason
            WHEN e.unchanged AND e.person_id IS NOT NULL THEN 'unchanged'
            WHEN i.name_key IS NULL AND i.nik IS NULL AND i.nik_written IS NULL THEN 'nobody_named'
            WHEN i.name_key IS NULL THEN 'name_missing'
            WHEN {_SAID_DEAD} THEN 'recorded_dead'
            WHEN i.nik_state = 'valid' THEN
              CASE
                WHEN h.known_id IS NOT NULL AND NOT coalesce({_agree("i", "r")}, false) THEN 'nik_of_other_person'
                WHEN h.known_id IS NOT NULL AND h.died_on IS NOT NULL AND b.kind IN {_WORKER_LISTS}
                    THEN 'recorded_dead'
                WHEN h.known_id IS NOT NULL THEN 'same_nik'
                WHEN n.nik IS NULL THEN 'shared_nik'
                WHEN n.under_other_nik THEN 'other_nik'
                WHEN n.submission_id = i.submission_id AND n.line = i.line THEN 'new_person'
                WHEN NOT coalesce({_agree("i", "r")}, false) THEN 'nik_of_other_person'
                ELSE 'same_nik'
              END
            WHEN w.died_on IS NOT NULL AND b.kind IN {_WORKER_LISTS} THEN 'recorded_dead'
            WHEN w.person_id IS NOT NULL THEN w.reason
            ELSE 'nik_' || i.nik_state
          END AS reason
        FROM incoming i
        JOIN batch b USING (submission_id)
        LEFT JOIN earlier_row e ON e.submission_id = i.submission_id AND e.line = i.line
        LEFT JOIN nik_head h ON h.nik = i.nik AND i.nik_state = 'valid'
        LEFT JOIN LATERAL (
            SELECT h.ref_key AS name_key, h.ref_token AS name_token, h.ref_birth_told AS birth_told) r ON true
        LEFT JOIN newcomer n ON n.nik = i.nik AND i.nik_state = 'valid'
        LEFT JOIN without_nik w ON w.submission_id = i.submission_id AND w.line = i.line
        OFFSET 0
      ) judged
    """,
    "ANALYZE verdict",
]

_CORRECTION_STEPS = [
    "CREATE INDEX ON verdict (submission_id, line)",
    "CREATE INDEX ON verdict (person_id)",
    # a row that stands for that of a known person, with the same name and birth date or family card, but another NIK:
    # it corrects the person's NIK, unless another list or another row of this one vouches for the NIK as it is.
    # Without a family card and a told birth date the line in the file must do; what speaks against it waits
    """
    CREATE TEMPORARY TABLE other_number ON COMMIT DROP AS
    SELECT v.submission_id, v.line, CASE WHEN v.is_head THEN v.person_id END AS founded_id, e.person_id,
           NOT coalesce(p.birth_on = i.birth_on OR p.kk = i.kk, false)
           AND NOT (i.birth_told IS NULL AND f.sheet = i.sheet AND f.row = i.row)
           OR EXISTS (SELECT 1 FROM incoming o WHERE o.nik = p.nik AND o.nik_state = 'valid')
           OR EXISTS (SELECT 1 FROM intake_stagedrow o JOIN intake_submission s ON s.id = o.submission_id
                       WHERE o.regency_code = %(regency)s AND o.person_id = p.id AND o.nik = p.nik
                         AND o.nik_state = 'valid' AND o.corrected_by_id IS NULL
                         AND (s.sender <> b.sender OR s.kind <> b.kind)) AS must_wait
      FROM verdict v
      JOIN batch b USING (submission_id)
      JOIN incoming i USING (submission_id, line)
      JOIN earlier_row e USING (submission_id, line)
      JOIN intake_stagedrow f ON f.regency_code = %(regency)s AND f.submission_id = e.earlier_id
                             AND f.line = e.earlier_line
      JOIN people_person p ON p.regency_code = %(regency)s AND p.id = e.person_id
     WHERE (v.is_head OR v.reason = 'other_nik') AND NOT e.unchanged AND p.name_key = i.name_key
       AND (p.birth_on = i.birth_on OR p.kk = i.kk OR p.kk IS NULL OR i.kk IS NULL)
    """,
    """
    UPDATE verdict v
       SET outcome = CASE WHEN o.must_wait THEN 'waiting' ELSE 'merged' END,
           reason = CASE WHEN o.must_wait THEN 'other_nik'
                         WHEN v.submission_id = o.submission_id AND v.line = o.line THEN 'corrected'
                         ELSE 'same_nik' END,
           person_id = CASE WHEN NOT o.must_wait THEN o.person_id END,
           is_head = false
      FROM other_number o
     WHERE (v.submission_id = o.submission_id AND v.line = o.line) OR v.person_id = o.founded_id
    """,
    """
    UPDATE verdict v SET reason = 'corrected'
      FROM earlier_row e
     WHERE v.outcome = 'merged' AND v.reason = 'same_nik' AND e.submission_id = v.submission_id AND e.line = v.line
       AND NOT e.unchanged AND e.person_id = v.person_id
    """,
]


def recognise_exactly(regency_code: str) -> None:
    """Create `verdict` from `incoming`, `batch` and `earlier_row` by the exact rules."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM earlier_row)")
        corrects = cursor.fetchone()[0]
        for step in (*_STEPS, *(_CORRECTION_STEPS if corrects else ())):
            cursor.execute(step, {"regency": regency_code})
