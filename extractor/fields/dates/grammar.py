"""The grammar of dates: named rules over classes of tokens, in two passes (`engine.py` runs them).

A pattern is a row of classes (`mappings/date_words.yaml` and `scanner.py` name them) with `?`, `|`, `( )`, `{0,n}`;
`<X>` stands for a part defined in `PARTS`. At each place the longest match wins, of equally long ones the first rule;
a reading may abstain, then the next is asked. What a pass reads becomes one token (`dates`, `pattern`, `times` …),
and the next pass speaks of those. Repetitions are bounded and never nested, so the time is linear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extractor.fields.dates import readings as r
from extractor.fields.dates.description import (
    Reading,
)

PARTS = {
    "DAY": "(num|ordinal)",
    "INDEX": "(num|ordinal|roman)",
    "COUNT": "(num|cardinal|ordinal)",
    "AND": "(comma|semicolon|and|line) and?",
    "TO": "(by|until|dash)",
    "DAYS": "from? <DAY> (<TO> <DAY>)? (<AND> from? <DAY> (<TO> <DAY>)?){0,30}",
    "SEASON": "(seasonal|season)",
    "SEASONS": "(<SEASON> (<OR> <SEASON>){0,3})",
    "OR": "(<AND>|slash)",
    "NTH": "(last|<INDEX> (dash <INDEX>)?)",
    "INDEXES": "(<NTH> (<AND> <NTH>){0,8}|from <INDEX> <TO> <INDEX>)",
    "SCHOOL_YEAR": "(school_year_word|school)",
    "YEAR": "(of? (year4 (dash year4)?|year_pair|(year4|num) dash num <SCHOOL_YEAR>) <SCHOOL_YEAR>? year?)",
    "MONTH": "month_unit? month month_unit? (comma? <YEAR>|open <YEAR> close|this year|this_year)?",
    "MONTHS": "(month (<AND> month){1,11} <YEAR>?)",
    "FIGURE": "(full_date|day_month)",
    "UNIT": "((school|calendar|this)? "
    "(day_unit|week|decade|month_unit|quarter|term|trimester|half|half_of_year|year|school_year_word))",
    "TERM": "(quarter|term|trimester|half)",
    "EDGE": "(begin|middle|end)",
    "EDGES": "(<EDGE> ((dash|and|comma) in? <EDGE>){0,2})",
    "A_YEAR": "((calendar|this)? year|school_year_word)",
    "TAIL": "(word|school|school_year_word|working|year|term_set|event_noun|request_noun|schedule_noun|number|calendar"
    "|shift|dash|and|in|on|by|of|for|with|all|day_unit|period|every|begin|end|other|numbered|number_sign|num|last"
    "|vacation_adjective|outcome_noun|from|at|according|label|this|than|week|decade|month_unit|term|quarter){0,12}",
    "TIME_TAIL": "(word|school|school_year_word|working|year|term_set|event_noun|request_noun|schedule_noun|number"
    "|calendar|shift|dash|and|in|on|by|of|for|with|all|day_unit|period|every|begin|end|middle|other|numbered|last"
    "|number_sign|num|ordinal|vacation_adjective|outcome_noun|from|at|according|dates|pattern|week|decade|month_unit"
    "|quarter|term|trimester|half|half_of_year|vacation|season|seasonal|weekdays|this|than|no_date){0,16}",
    "DATED": "((weekdays comma?)? dates (comma? weekdays|open weekdays close)?)",
    "BY": "(until|toward|not_later)",
    "THROUGH": "(not_later (comma? than)? (until|dash)?|by)",
    "KIND": "(word|school|working|calendar|term_set|per_adverb|all|and|shift|numbered){0,4}",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape of words, by its name, and how it is read; `beside_day`: only right after a day."""

    name: str
    pattern: str
    read: Callable[[r.Tokens], Reading | None]
    beside_day: bool = False


WORDS_TO_DATES = (
    # days
    Rule("first numbers of month", "(ordinal|last) (number (month_unit|<MONTH>)?|day_unit <MONTH>)", r.some_days),
    Rule("day month", "<DAYS> number? <MONTH>", r.days_of_month),
    Rule("day of months", "<DAYS> number? <MONTHS>", r.days_of_month),
    Rule("between days", "(between <DAY> and <DAY>|of <DAY> (until|by) <DAY>) number? <MONTH>", r.from_day_to_day),
    Rule("dd-month-yy", "num dash month (dash (year4|num))?", r.dashed_day),
    Rule("dd.mm.yyyy", "<FIGURE> <YEAR>? year?", r.figure),
    Rule(
        "dd, dd-dd.mm",
        "from? <DAY> ((<AND>|<TO>) <DAY>){0,30} (<AND>|<TO>|slash) <FIGURE> <YEAR>? year?",
        r.days_and_figure,
    ),
    Rule("dd mm yyyy", "num num year4 year?", r.spaced_figure),
    Rule("dd number", "<DAYS> number (this? month_unit)?", r.bare_days),
    Rule("dd", "<DAYS>", r.bare_days),
    Rule("last day of month", "(ordinal|last) working? (day_unit|number) (every? month_unit|<MONTH>)", r.edge_day),
    Rule("nth weekday of month", "<INDEXES> weekday <MONTH>", r.nth_weekdays),
    Rule("nth weekday of months", "<INDEXES> weekday <MONTHS>", r.nth_weekdays),
    # months
    Rule("month", "<MONTH>", r.month),
    Rule("mm.yyyy", "month_year year?", r.month_in_figures),
    Rule("mm-mm.yyyy", "num dash month_year year?", r.months_in_figures),
    Rule("months in Roman figures", "roman ((dash|comma|and) roman){0,12}", r.roman_months),
    Rule("part of month", "((<EDGES>|<NTH> half_part) (month_unit|<MONTH>)|<NTH> half <MONTH>)", r.part_of_month),
    Rule("half of the heading's month", "<NTH> half_part", r.bare_half),
    Rule("part of months", "<EDGES> <MONTHS>", r.part_of_month),
    Rule("nth week", "<INDEXES> (week|decade) (<MONTH>|month_unit)?", r.numbered_unit),
    Rule("nth week of months", "<INDEXES> (week|decade) <MONTHS>", r.numbered_unit),
    Rule("week n", "(week|decade) <INDEX>", r.numbered_unit),
    # terms
    Rule("nth term", "<INDEXES> <TERM> <YEAR>? <A_YEAR>?", r.numbered_unit),
    Rule("half of year", "<INDEX> half_part (<A_YEAR>|<YEAR>)", r.half_of_year),
    Rule(
        "week of term",
        "<NTH> (week|day_unit) (<INDEX> <TERM> <YEAR>?|school_year_word|seasonal? vacation)",
        r.week_of_unit,
    ),
    Rule("nth weekday of every term", "<INDEXES> weekday every? <TERM>", r.part_each),
    Rule("week of every term", "<NTH> working? (week|day_unit) every? <TERM>", r.part_each),
    Rule(
        "edge of term",
        "<EDGES> (<INDEXES> <TERM>|school? <TERM>|week|season|seasonal? vacation) <YEAR>?",
        r.part_of_unit,
    ),
    Rule("edge of week", "<EDGE> <NTH> (week|decade) <MONTH>", r.edge_of_week),
    Rule("edge of year", "<EDGES> (<A_YEAR>|<YEAR>)", r.whole_year),
    Rule(
        "year",
        (
            "(year4 year|(year4 dash year4|year_pair) <SCHOOL_YEAR>? year?|(year4|num) dash num <SCHOOL_YEAR> year?"
            "|year4 <SCHOOL_YEAR> year?)"
        ),
        r.whole_year,
    ),
    Rule("lone year", "year4", r.whole_year),
    Rule("school year", "(school_year_word|school year)", r.whole_year),
    Rule(
        "season", "(season (dash season)?|seasonal ((dash|and) seasonal)? (period|month_unit) period?) <YEAR>?", r.named
    ),
    Rule(
        "vacation",
        (
            "(of_school? seasonal (<OR> seasonal){0,3} of_school? vacation|seasonal_vacation"
            "|of_school? vacation (<SEASONS>|open <SEASONS> close)?"
            "|vacation_adjective (period|day_unit|week) (open <SEASONS> close)?) <YEAR>?"
        ),
        r.named,
    ),
    Rule("holiday", "holiday <YEAR>?", r.named),
    # repetition
    Rule("every-ly", "per_adverb", r.adverb),
    Rule(
        "n times per unit",
        (
            "((at_least|at_most) comma? than?)? (by|until)? <COUNT>? (dash <COUNT>)? times_word (in|for|on"
            "|slash|every)? every? (<COUNT> (dash <COUNT>)?|ordinal)? <UNIT>"
        ),
        r.frequency,
    ),
    Rule(
        "n times per unit (adverb)",
        "((at_least|at_most) comma? than?)? times_adverb (in|for|on|slash)? every? <COUNT>? <UNIT>",
        r.frequency,
    ),
    Rule("every-ly n times", "per_adverb comma? by? <COUNT> (dash <COUNT>)? times_word", r.adverb_with_count),
    Rule("n per unit", "<COUNT> (in|slash) <UNIT>", r.frequency),
    Rule(
        "every day except",
        (
            "per_adverb comma? open? except (in|by)? (weekday|weekend|weekend_days) (<AND> (weekday|weekend"
            "|weekend_days)){0,5}"
        ),
        r.except_weekdays,
    ),
    Rule("by units", "by (<TERM>|month_unit|week|decade)", r.by_units),
    Rule("every unit", "every (<COUNT>|ordinal)? <UNIT>", r.each),
    Rule("every other unit", "via (week|day_unit)", r.each),
    Rule("every even week", "(by|every)? parity week", r.each_other),
    Rule("every working day", "every (working_days|weekend_days|weekend|weekday_group)", r.weekly),
    Rule("every nth weekday", "every? <INDEXES> weekday (every? month_unit)?", r.nth_weekdays),
    Rule("every weekday", "every weekday (<AND> every? weekday){0,6} (every? week)?", r.weekly),
    Rule("on weekdays", "by? weekday (<AND> weekday){0,6} every week", r.weekly),
    Rule(
        "on weekdays (plural)",
        "by (weekday|weekday_group|working_days|weekend_days|weekend) (<AND> by? weekday){0,6}",
        r.weekly,
    ),
    Rule("working days", "((in|by) (working_days|weekend)|(in|by)? (weekday_group|weekend_days))", r.weekly),
    Rule("weekdays", "from? weekday (<TO> weekday)? (<AND> weekday (dash weekday)?){0,6}", r.bare_weekdays),
    Rule(
        "dd number of every month",
        "(every <DAY> number month_unit?|<DAYS> number? every month_unit|<DAYS> number per_adverb)",
        r.monthdays,
    ),
    Rule("dd number of a month of every term", "<DAYS> number (last|<INDEX>) month_unit every? <TERM>", r.part_each),
    Rule(
        "every month on dd number",
        "(per_adverb|every month_unit) comma? (on|in|by|until|toward|not_later)? <DAYS> number",
        r.monthdays,
    ),
    Rule("edge of every unit", "<EDGE> every <UNIT>", r.part_each),
    Rule("by the edge of every month", "(until|toward|not_later) (middle|end) every month_unit", r.due_each_month),
    Rule(
        "nth week of every month",
        "(<INDEXES> (week|decade|half_part) (every month_unit|per_adverb)|every <INDEXES> (week|decade) month_unit)",
        r.part_each,
    ),
    Rule("nth working day", "(last|ordinal) (working day_unit|working_days) every? <UNIT>", r.part_each),
    # all through
    Rule(
        "all through year",
        "(during all?|all) ((calendar|this)? year|school_year_word|school|period (word|shift)?|half_of_year"
        "|label word? schedule_noun?)",
        r.all_through,
    ),
    Rule(
        "all through unit",
        (
            "(during all?|all) working? (month_unit|week|decade|day_unit|shift|vacation|vacation_adjective"
            " period|quarter|term|trimester|half)"
        ),
        r.all_through,
    ),
    Rule("all through campaign", "in_period shift", r.all_through),
    Rule("in the school year", "in school_year_word", r.all_through),
    Rule("always", "always", r.always),
    # times of day
    Rule("clock", "(in? clock hour?|in flat_clock hour?)", r.clock),
    Rule(
        "hours and minutes",
        "(in? num hour num minute|(in|from|until|toward|after|label) num hour|in num minute)",
        r.clock,
    ),
    Rule("hour of the day", "in? num hour? (morning|evening)", r.clock),
    Rule("hour-minutes", "(in|from) num dash num", r.clock_with_dash),
    Rule("hours from to", "(from|in) num (until|by|dash) num hour", r.hours_range),
    Rule("no date: number and date of an order", "number_sign (num|other|word) dash? word? of <FIGURE>", r.no_date),
)

DATES_TO_MEANING = (
    Rule("from … to", "(in_period|during|in|label|period)? from <DATED> (by|until|dash|on) <DATED>", r.date_range),
    Rule("… – …", "(during|in_period|in|on|for)? <DATED> (dash until?|by) <DATED>", r.date_range),
    Rule("… – … – …", "(during|in_period|in)? dates dash dates dash dates", r.chain),
    Rule("of … until", "of dates until dates", r.date_range),
    Rule("month, by its day", "dates (comma|open|dash)? <BY> dates", r.month_and_due),
    Rule("by a day of the month", "<BY> dates (open|of)? dates", r.month_and_due),
    Rule("between … and", "between dates and dates", r.date_range),
    Rule("by", "in? (until|toward) dates", r.related("by")),
    Rule("by (days of a list)", "in? (until|toward) dates (<AND> dates){1,5}", r.related("by")),
    Rule("through", "<THROUGH> dates", r.related("by", through=True)),
    Rule("through (days of a list)", "<THROUGH> dates (<AND> dates){1,5}", r.related("by", through=True)),
    Rule("from (onward)", "from? dates comma? onward", r.related("from")),
    Rule("from", "(from|starting|not_earlier) dates", r.related("from")),
    Rule("before", "before dates", r.shifted("before")),
    Rule("on the eve of", "eve dates", r.shifted("eve")),
    Rule("after", "after dates", r.shifted("after")),
    Rule("week, period (of days)", "(in|on|for)? (week|decade|period) open? dates", r.within),
    Rule("in", "((during|in_period|in day_unit|in|on|for|by) (during|in_period|in)? all?|all) dates", r.within),
    Rule("of no date", "of dates (number_sign (num|other|word))?", r.no_date),
    Rule("on (pattern)", "(during|in_period|in|on|for|by) (pattern|weekdays)", r.within),
    Rule("by (pattern)", "(until|toward|not_later|by|from|label) pattern", r.due_monthly),
    Rule("every month by the dd", "pattern comma? <BY> dates", r.monthly_by),
    Rule("month and its part", "dates (comma|open|dash)? (in|on)? dates", r.month_and_part),
    Rule(
        "month and its weekday",
        ("(dates (comma|open|dash)? (in|on)? pattern|pattern (comma|open|dash)? in? dates (<AND> in? dates){0,11})"),
        r.month_and_weekday,
    ),
    Rule("year and its part", "dates comma? in? dates", r.year_and_part),
    Rule("clock range", "from? times (dash|until|by) times", r.clock_range),
    Rule("clock (in)", "(in|from|until|toward|on|by|begin|period|begin in) times hour?", r.within),
    Rule("hour beside a day", "num hour", r.hour_beside_date, beside_day=True),
    Rule("hour-minutes beside a day", "dates", r.minutes_beside_date, beside_day=True),
    Rule("hour-late minutes beside a day", "num dash num", r.clock_with_dash, beside_day=True),
    Rule(
        "by another's schedule",
        "((by|according|in) <KIND> schedule_noun|according label) (<TAIL> (on|for) dates|<TAIL>)",
        r.remark("external_schedule"),
    ),
    Rule(
        "in set terms",
        "(in_period comma? term_set|in (label comma? term_set|term_set label)) <TAIL>",
        r.remark("external_schedule"),
    ),
    Rule("according to", "according (word|request_noun) <TAIL>", r.remark("external_schedule")),
    Rule("on request", "(by|at|on) (word|and){0,2} request_noun <TAIL>", r.remark("on_demand")),
    Rule("on need", "demand <TAIL>", r.remark("on_demand")),
    Rule("now and then", "on_demand_adverb", r.remark("on_demand")),
    Rule("on an outcome", "(outcome|(by|after|in|for) (outcome_noun|end)) <TIME_TAIL>", r.remark("conditional")),
    Rule(
        "after an event",
        ("after (every|all|word|event_noun|school|request_noun|schedule_noun|vacation|shift|per_adverb) <TIME_TAIL>"),
        r.remark("conditional"),
    ),
    Rule(
        "so long before",
        (
            "(not_later|not_earlier|at_least|by)? (comma? than)? (for|via|after) (dates|(<COUNT>|word)?"
            " (dash <COUNT>)? (working|working_days|calendar)? <UNIT>?) (until|after) <TIME_TAIL>"
        ),
        r.remark("conditional"),
    ),
    Rule(
        "so long after",
        (
            "(on this day_unit|(during|via|later|in|for) (dates|<COUNT>? (working|calendar)? (<UNIT>|working_days))"
            "|ongoing|in word label) (after|from|of) <TIME_TAIL>"
        ),
        r.remark("conditional"),
    ),
    Rule(
        "not later than so long after",
        "not_later (comma? than)? via? <COUNT> (working|calendar)? (<UNIT>|working_days) (after|from|of) <TIME_TAIL>",
        r.remark("conditional"),
    ),
    Rule("so many weeks after", "pattern after <TIME_TAIL>", r.weeks_after),
    Rule("from the day of", "from (moment|day_unit) <TIME_TAIL>", r.remark("conditional")),
    Rule(
        "within so many days",
        "(during|in|for) <COUNT> (working_days|(working|calendar)? <UNIT>)",
        r.remark("conditional"),
    ),
    Rule("before and after", "(until|before) and after <TIME_TAIL>", r.remark("conditional")),
    Rule(
        "on the day of",
        (
            "((in_period|in day_unit) (every|word|event_noun)? (event_noun|request_noun)"
            "|(during|at) every? event_noun) <TAIL>"
        ),
        r.remark("conditional"),
    ),
    Rule(
        "before an event",
        "(until|before|toward|eve) (begin|end|every|word)? (event_noun|begin|end) <TIME_TAIL>",
        r.remark("conditional"),
    ),
    Rule("no label", "label (word|numbered|event_noun|schedule_noun) word{0,9}", r.unread),
    Rule("label", "label", r.skipped),
    Rule("about", "approximate", r.skipped),
)
