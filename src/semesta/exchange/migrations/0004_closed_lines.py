"""A line never answered may be closed; a closing is frozen like all that was exchanged."""

from django.db import migrations

MOVES = """
CREATE TRIGGER batchline_answer_forward BEFORE UPDATE OF state ON exchange_batchline FOR EACH ROW
    WHEN ((OLD.state, NEW.state) NOT IN (('open', 'accepted'), ('open', 'refused'), ('open', 'overlap'),
                                         ('accepted', 'accepted'), ('accepted', 'overlap'){more}))
    EXECUTE FUNCTION refuse_change_of_exchange();
"""
FORWARD = (
    "DROP TRIGGER batchline_answer_forward ON exchange_batchline;"
    + MOVES.format(more=", ('open', 'closed')")
    + "CREATE TRIGGER batchclosing_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange_batchclosing "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_exchange();"
)
BACKWARD = (
    "DROP TRIGGER batchclosing_frozen ON exchange_batchclosing;"
    "DROP TRIGGER batchline_answer_forward ON exchange_batchline;" + MOVES.format(more="")
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_batch_closing")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
