"""What the command `palabre` does, a module a command."""
