"""An entry sums to zero, and within it the budget accounts of each purse do: no entry moves money between purses.

Ceiling, available, committed, billed and paid tell where the ceiling of one purse is. An entry that raised what is
available of one purse by lowering another's would balance as a whole and still let a purse decree above its ceiling.
"""

from django.db import migrations

_HEAD = """
CREATE OR REPLACE FUNCTION check_journal_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted record;
BEGIN
"""
_UNBALANCED = """
    IF counted.lines < 2 OR counted.difference_rp <> 0 THEN
        RAISE EXCEPTION 'entry % (%) does not balance: % lines, debit minus credit is %',
            NEW.id, NEW.key, counted.lines, counted.difference_rp USING ERRCODE = 'check_violation';
    END IF;
"""
_TAIL = """
    RETURN NULL;
END $$
"""
FORWARD = f"""{_HEAD}
    SELECT coalesce(sum(p.lines), 0) AS lines, coalesce(sum(p.rp), 0) AS difference_rp,
           min(p.purse_id) FILTER (WHERE p.budget_rp <> 0) AS purse_id
      INTO counted
      FROM (SELECT purse_id, count(*) AS lines, sum(amount_rp) AS rp,
                   sum(amount_rp) FILTER (WHERE account_id IN ('ceiling', 'available', 'committed', 'billed', 'paid'))
                   AS budget_rp
              FROM ledger_posting WHERE regency_code = NEW.regency_code AND entry_id = NEW.id GROUP BY purse_id) p;
{_UNBALANCED}
    IF counted.purse_id IS NOT NULL THEN
        RAISE EXCEPTION 'entry % (%) does not balance within purse %: its ceiling is not where the accounts say',
            NEW.id, NEW.key, counted.purse_id USING ERRCODE = 'check_violation';
    END IF;
{_TAIL}"""
BACKWARD = f"""{_HEAD}
    SELECT count(*) AS lines, coalesce(sum(amount_rp), 0) AS difference_rp INTO counted
      FROM ledger_posting WHERE regency_code = NEW.regency_code AND entry_id = NEW.id;
{_UNBALANCED}{_TAIL}"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_books")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
