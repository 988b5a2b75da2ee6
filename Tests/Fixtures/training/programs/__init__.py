"""The programs, by name. A module of this package holds those of one kind; a new module needs an import at the end."""

from typing import Any, Callable, NamedTuple

PROGRAMS = {}


class Program(NamedTuple):
    """What a program built."""

    loss: Any  # fetched with every step
    train: Any  # the op of one step
    # Beside the placeholders X (images; the shape says which) and y (labels): tensor → value, or function of the step.
    feeds: dict = {}
    # What to evaluate on the first batch after training, by name, and the feeds that are different then.
    results: dict = {}
    evaluation_feeds: dict = {}
    # Variables whose true gradient is zero, such as a bias before a batch norm: only the loss is compared.
    loss_only: tuple = ()


def program(function: Callable[[], Program]):
    """Makes a function a program of its name."""
    assert function.__name__ not in PROGRAMS, function.__name__
    PROGRAMS[function.__name__] = function
    return function


from . import convolution, embeddings, layers, losses, optimizers, schedules, training  # noqa: E402, F401
