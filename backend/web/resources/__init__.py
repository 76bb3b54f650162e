"""The library as pages.

listing  the list and its filters          showing  one resource, its versions and its files
writing  adding, editing, new versions     using    "our city uses this", and following
"""
