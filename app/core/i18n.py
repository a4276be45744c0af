"""The texts people read: German is the message id, so that a second language stays possible."""


def N_(text: str) -> str:  # noqa: N802 - gettext's name for it
    """Mark TEXT for translation where it is declared."""
    return text


_ = N_
