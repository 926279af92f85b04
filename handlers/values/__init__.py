"""The callback values of each conversation: what a button says when it is tapped."""
