"""The words of city halls in several languages, kept by conveners, which widen every search.

models   a concept, and its terms        sheets   concepts as rows of CSV, and back
drafts   what conveners send             starter  the concepts that a new network begins with
policy   who keeps them                  skos     concepts as other programs know them
queries  the list, one, other words      actions  adding, changing, removing, importing
"""
