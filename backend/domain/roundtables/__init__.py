"""Meetings of peers across time zones: planned, kept at fair hours, answered, noted.

models    a roundtable and its parts          drafts    what conveners and members send
policy    who may do what                     sight     who sees what, as SQL; the kind
rows      a roundtable as lists show it       filters   what a list can be asked for
queries   lists, one to act on, its room      page      everything around one
actions   begin, edit, cancel                 inviting  cities chosen, and asked to come
timing    sittings on a wall clock            agenda    its parts and who leads them
seating   answers, seats, the waiting list    company   who comes and who leads
telling   who hears of what                   invitations what calendars are told
notes     what came out of it                 chatham   who a text tells of
room      who is in it, by all their names   wording   what it says of itself names none of them
small_counts numbers that would tell of somebody
reviewing a draft of it before those who were there (kept as reviews.py says); note_policy who may
planning  its cities as participants          proposals cities that might be invited (proposal_evidence)
reminding before it begins                  rule_moves when rules of clocks change
questions what attendees of webinars ask: their rules, sight, and what is done with them (questioning)
registration what those who come are asked, and answer (registering)
attendance who was there: said and counted (attending)
materials papers, slides and recordings, with the consent of who is in them (material_rows, attaching)
polling   when people could come           busy_times when oneself is busy (read in busy_reading)
breakout_places who sits at which table (breakouts: the arithmetic; breakout_reasons: sentences)
extra_seating more seats for those who wait (extra_seats: the arithmetic; extra_seat_reasons)
levels    of government at which people work, and sizes of their cities
feeds     what calendars read again and again own_feed  the secret address of one's own
ledger    who bore which hours             repeating a series, its meetings kept as series.py says
following a change in all that follow        own_questions a convener's questions, before and after

The rest is arithmetic, pure; read it from the ground up: calendars (what a day is for a place),
hours (how fit an hour is), participants, timelines (what each start would cost one of them),
sittings (the best two starts), ranking (all starts side by side), seats and sentences (what a time
asks of whom), debts (what was borne before), recurrence (the days of a series), fair_times, rotation (hours that take turns in a
series), note_text (sections, and what two versions differ in) and hours_strip (what pages ask for); zone_rules and calendar_file (what calendars read).
"""
