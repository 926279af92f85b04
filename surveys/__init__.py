"""What a wheel is, and nothing of how it travels: no network, database, clock, Telegram or catalog of words."""
