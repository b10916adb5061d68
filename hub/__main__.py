"""The command line `village-hub`."""


def main() -> int:
    """Run a command."""
    return 0
