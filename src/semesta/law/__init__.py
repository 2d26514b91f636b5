"""The law engine: contributions, benefits, eligibility and purses from the dated, cited data in `law/`.

Start with `load_law(default_law_folder())`. Plain values or frames in, plain values or frames out; whole rupiah only;
no clock and no network. Every answer of the scalar doors carries an `Explanation`.
"""

from semesta.law.asking import LawGapError, UnanswerableError, WrongQuestionError
from semesta.law.asks import ASKS, ask
from semesta.law.book import Law, default_law_folder, load_law
from semesta.law.checking import CheckReport, check_folder
from semesta.law.difference import Difference, difference
from semesta.law.explanation import Explanation
from semesta.law.mistakes import LawFileError
from semesta.law.open_questions import OpenQuestion, open_questions
from semesta.law.purse_answer import PurseAnswer, purse_answer, purse_answers, purses_allowed

__all__ = [
    "ASKS",
    "CheckReport",
    "Difference",
    "Explanation",
    "Law",
    "LawFileError",
    "LawGapError",
    "OpenQuestion",
    "PurseAnswer",
    "UnanswerableError",
    "WrongQuestionError",
    "ask",
    "check_folder",
    "default_law_folder",
    "difference",
    "load_law",
    "open_questions",
    "purse_answer",
    "purse_answers",
    "purses_allowed",
]
