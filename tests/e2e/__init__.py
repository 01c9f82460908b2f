"""The command as a user runs it, on files and folders."""
