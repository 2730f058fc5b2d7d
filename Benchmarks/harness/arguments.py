"""What Benchmarks/run is asked for. Needs nothing but Python, so that a mistake is told before anything is installed."""

import argparse

SECTIONS = ("reading", "folding", "questions", "store", "latency")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="Benchmarks/run", description="Measures hindcast beside other programs, in one run.", allow_abbrev=False
    )
    parser.add_argument("--only", action="append", choices=SECTIONS, help="measure only this section; may be repeated")
    parser.add_argument("--events", type=int, default=4_000_000, help="events of the export (default: 4,000,000; with fewer, a trial)")
    parser.add_argument("--streams", type=int, default=50_000, help="streams of the export (default: 50,000)")
    parser.add_argument("--runs", type=int, default=9, help="rounds that count (default: 9)")
    return parser.parse_args()


if __name__ == "__main__":
    options()
