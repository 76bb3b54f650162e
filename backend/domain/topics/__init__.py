"""What the network speaks about: a curated tree of principles, themes and practices.

models   a topic and its terms in every language      tree     the curated data file, read
queries  labels and branches                           actions  loading, proposing, merging
meaning  which topics a question is about
"""
