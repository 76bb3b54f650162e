"""Cities as pages.

listing  the list, its map and its filters      showing  one city, and following it
keeping  what its lead and conveners change   similar  those like it, and why
resting  on which days its offices rest
"""
