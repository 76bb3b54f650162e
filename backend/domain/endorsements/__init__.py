"""What peers confirm: that somebody can help with a topic, because they have seen it.

models  an endorsement                    policy   who may endorse, take back, remove
sight   which of them are seen, in SQL    queries  lists and counts of them
telling the endorsed person hears of it   actions  endorsing, taking back, removing
"""
