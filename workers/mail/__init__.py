"""E-mail to people: composed from catalogue and templates, handed to a mail server."""
