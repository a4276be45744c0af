"""Matching two sides by rules: exact, fair, with reasons; works on plain tables and needs neither database nor screen.

A `Problem` holds two `Side`s and a `RuleSet`; `match` gives a `Result`; `helping` and `needs` say what would help.
Importing it loads numpy, so do that where it is used and not at the start.
"""

from app.services.matching.columns import LEVELS, Column
from app.services.matching.needs import Help, Need, helping, needs
from app.services.matching.problem import Pair, Problem
from app.services.matching.result import Change, Check, Line, Proposal, Reason, Result, match
from app.services.matching.rule_file import RuleError, of_data, read, shipped, write
from app.services.matching.rule_set import RuleSet, Words
from app.services.matching.rules import KINDS, Pairs, Rule
from app.services.matching.side import Id, Side
from app.services.matching.trips import Trip

__all__ = [
    "KINDS", "LEVELS", "Change", "Check", "Column", "Help", "Id", "Line", "Need", "Pair", "Pairs", "Problem",
    "Proposal", "Reason", "Result", "Rule", "RuleError", "RuleSet", "Side", "Trip", "Words", "helping", "match",
    "needs", "of_data", "read", "shipped", "write",
]  # fmt: skip
