"""Conversations as pages.

listing   mine, by where they stand         asking    asking somebody to talk
page      one, with all its forms           showing   that page, and the calendar file
answering the answers to a request          talking   thread, meeting, and what was learned
"""
