"""`palabre check --live`: sees on Telegram itself what `docs/unproven.md` believes, with the operator's help."""
