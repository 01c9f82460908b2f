"""Our outputs before other people's validators and browsers."""
