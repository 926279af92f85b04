"""Messages out: the transport, one limiter for all, direct replies, the outbox of what must arrive, the tick."""
