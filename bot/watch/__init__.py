"""What machines ask of the bot: whether it is alive, whether it serves, and its figures. Nothing about people."""
