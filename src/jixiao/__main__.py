"""``python -m jixiao``."""

from jixiao.cli import run

if __name__ == "__main__":  # a second process of the same run imports this file, too
    run()
