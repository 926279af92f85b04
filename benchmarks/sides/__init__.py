"""What others would write for the two calls of a tap alone: one module each, `run` is one run of it."""
