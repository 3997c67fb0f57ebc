"""``python -m maturity``: the commands, where the script is not on the path."""

from maturity.cli import main

if __name__ == "__main__":
    main()
