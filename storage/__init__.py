"""What Leeway remembers, on SQLite or PostgreSQL: implements the ports of `bot.usecases`."""
