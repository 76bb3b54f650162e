"""Keeping the network kind and trustworthy: reports, decisions, and a log of every decision.

models   a report, an entry of the log       log      appending to it, and checking it
policy   who may report and decide           queries  the queue, one case, the log
actions  report, hide, restore, dismiss        name_decisions  names that could be another's
"""
