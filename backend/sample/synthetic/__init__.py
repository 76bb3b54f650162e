"""A network of any size, to measure with: the same every time for the same seed and day.

phrases    sentences in six languages, with slots   phrasebook  filling them
bulk       rows on their way in, thousands at once  society     cities and who works there
exchange   challenges and resources                 gatherings  roundtables
growing    all of it, for a number of members

For each 1,000 members: 125 cities, 2,000 challenges with 12,000 answers and 6,000 replies (20,000
posts), 4,000 other cities that face them, 6,000 marks of "helpful", 500 resources with 1,500
adoptions, 20 roundtables, 3,000 topics followed and as many notifications as answers.
"""
