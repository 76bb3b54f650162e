"""`make bench`: how fast the pages of a signed-in member are, and what of it is ours."""
