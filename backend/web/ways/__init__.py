"""How somebody signs in: the ways in, where they are signed in, and the programs they let in."""
