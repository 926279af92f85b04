"""Updates in: stored as they came before Telegram may forget them, and handed on lane by lane."""
