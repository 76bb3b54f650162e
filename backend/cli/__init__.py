"""The `opencities` command: what an operator does, one file for each command."""
