"""Keeping the topics: members propose them, conveners make, change, merge and retire them.

models    a proposal, and what search has yet to learn     shape     the tree as numbers: pure
drafts    what is sent, with its limits                    telling   who hears of it
policy    who may propose and keep                         moving    what was about one, about another
queries   the conveners' list, proposals, what one says    merging   one topic into another
actions   proposing and deciding                           finding   search learns the new words
keeping   making, changing, retiring
"""
