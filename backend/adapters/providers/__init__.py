"""Whoever vouches for people who sign in somewhere else: by OpenID Connect or by SAML."""
