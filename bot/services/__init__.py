"""What the network does: one service a subject, one transaction an act. Services know no Telegram types."""
