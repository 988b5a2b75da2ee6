"""Programs in the style of TensorFlow 1 that `live.py` runs."""


def program(function):
    """Marks a function that builds a graph."""
    function.is_program = True
    return function
