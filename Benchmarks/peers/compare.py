#!/usr/bin/env python3
"""Runs Adjoint's workloads and those of other frameworks in turns, and prints the ratios of their times.

    compare.py --script WORKLOADS.py --peer tf=PYTHON [--peer torch=PYTHON …] [--only NAME …] [--rounds 9] [--seconds 0.5]
               [--threads N] [--binary PATH] [--json FILE]

WORKLOADS.py takes `--peer NAME --only NAME … --seconds S --threads N` and prints a line of JSON for each workload, with the keys
`workload`, `unit` and `median`, as the `workloads` program of this package does; each PYTHON is an interpreter in which that
peer's framework is installed. In every round all programs run one after the other, so that they meet the machine in the same
state; a ratio is taken within its round, and the median over the rounds is printed: below 1, Adjoint is faster.
"""

import argparse
import collections
import json
import os
import statistics
import subprocess
import sys

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--script", required=True)
    parser.add_argument("--peer", action="append", required=True, metavar="NAME=PYTHON")
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--binary", help="the built workloads program; built from this package by default")
    parser.add_argument("--json", help="where to keep every line of every round")
    arguments = parser.parse_args()

    peers = [tuple(peer.split("=", 1)) for peer in arguments.peer]
    if any(len(peer) != 2 for peer in peers):
        parser.error("--peer takes NAME=PYTHON")
    programs = [("adjoint", [arguments.binary or build()])]
    programs += [(name, [python, arguments.script, "--peer", name]) for name, python in peers]
    options = ["--seconds", str(arguments.seconds), "--threads", str(arguments.threads)]

    medians = collections.defaultdict(list)  # (workload, program) → one median a round, None where it has none
    losses, units, rows = {}, {}, []
    for number in range(arguments.rounds):
        # Every second round goes backwards, so that nobody always runs on a warm machine.
        for name, command in programs if number % 2 == 0 else reversed(programs):
            print(f"round {number + 1}/{arguments.rounds}: {name}", file=sys.stderr, flush=True)
            for row in run(command, options, arguments.only):
                key = (row["workload"], name)
                medians[key] += [None] * (number - len(medians[key])) + [row["median"]]
                losses[key], units[row["workload"]] = row.get("loss50"), row["unit"]
                rows.append({**row, "peer": name, "round": number})
    if arguments.json:
        with open(arguments.json, "w") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    report(medians, losses, units, [name for name, _ in peers], arguments)


def build():
    """Builds the program and returns its path."""
    command = ["swift", "build", "-c", "release", "--package-path", PACKAGE, "--product", "workloads"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    path = subprocess.run([*command, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return os.path.join(path, "workloads")


def run(command, options, names):
    """The lines that a program prints; the others of its output are not ours to read."""
    only = ["--only", *names] if names else []
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run([*command, *options, *only], capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with {result.returncode}:\n{result.stderr[-2000:]}")
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def report(medians, losses, units, peers, arguments):
    workloads = list(dict.fromkeys(workload for workload, program in medians if program == "adjoint"))
    print(f"medians over {arguments.rounds} rounds of the ratio Adjoint / peer; {arguments.threads} threads\n")
    print("| workload | Adjoint | " + " | ".join(peers) + " | fastest peer | loss after 50 steps, relative difference |")
    print("|---" * (len(peers) + 4) + "|")
    for workload in workloads:
        ours = medians[workload, "adjoint"]
        cells = []
        for peer in peers:
            ratios = pairwise_ratios(ours, medians.get((workload, peer), []))
            cells.append(f"{statistics.median(ratios):.3f}" if ratios else "–")
        # The fastest peer of each round, which no single peer needs to be.
        best = [min((t for t in times if t), default=None) for times in zip(*(pad(medians, workload, p, len(ours)) for p in peers))]
        ratios = pairwise_ratios(ours, best)
        cells.append(f"{statistics.median(ratios):.3f}" if ratios else "–")
        mine = losses.get((workload, "adjoint"))
        theirs = [losses[workload, p] for p in peers if losses.get((workload, p)) is not None]
        cells.append(" ".join(f"{abs(mine - loss) / abs(loss):.1e}" for loss in theirs) if mine is not None and theirs else "–")
        print(f"| {workload} | {statistics.median(ours):.1f} {units[workload]} | " + " | ".join(cells) + " |")


def pad(medians, workload, peer, count):
    times = medians.get((workload, peer), [])
    return times + [None] * (count - len(times))


def pairwise_ratios(ours, theirs):
    return [our / their for our, their in zip(ours, theirs) if our and their]


if __name__ == "__main__":
    main()
