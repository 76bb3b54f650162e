"""Meetings of peers across time zones: when they are fair, and how calendars hear of them.

The arithmetic is pure; read it from the ground up: calendars (what a day is for a place), hours
(how fit an hour is), participants, timelines (what each start would cost one of them), sittings
(the best two starts), ranking (all starts side by side), seats and sentences (what a time asks of
whom), fair_times and hours_strip (what pages ask for); zone_rules and calendar_file (what
calendars read).
"""
