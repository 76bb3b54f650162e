"""The geometry of the pictures that pages draw as SVG: pure functions, no HTML in here."""
