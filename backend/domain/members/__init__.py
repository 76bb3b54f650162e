"""The people of the network, how they come in, and the stranger who has not signed in.

models    a member and what hangs on one        policy   who may see and do what
sessions  signed-in browsers, links, tokens     queries  the directory, one profile
actions   apply, admit, edit a profile
"""
