"""What is related to a thing: by the topics they share, their titles, and the cities behind them.

things  what has a page      nearness  the arithmetic, pure      queries  one query over all kinds,
each by its own rule of sight
"""
