"""What pages, API and jobs lean on: who asks and in which transaction, forms, pages, refusals.

No feature is named in here; only `addresses` knows which route shows which kind of subject.
"""
