"""Cities as pages.

listing    the list, its map and its filters    showing     one city, its history, following it
keeping    what its lead and conveners change   editing     the page on which they do
resting    on which days its offices rest       similar     those like it, and why
comparing  two or three side by side            comparison  what differs in them; pure
figures    facts in words and numbers           lines       lines of the history
"""
