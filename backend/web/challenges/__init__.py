"""Challenges as pages.

listing   the list and its filters        showing   one challenge and its history
writing   post and edit, with a preview   drafts    words kept before they are posted
answers   what is said to one             standing  who faces it, where it stands, its outcome
"""
