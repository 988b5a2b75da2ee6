"""Writes update_goldens.txt: variables and slots after each of three steps of TensorFlow's training ops.

Run with TensorFlow installed:  python make_update_goldens.py
One line per array:  rule  dtype  step  array  numbers...  where array is gradient, variable, slot0, slot1 or slot2.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

START = [0.5, -1.25, 2.0, 0.0, -0.001]
GRADIENTS = [[0.1, -0.2, 3.0, 0.5, 1e-4], [0.3, 0.0, -1.0, -0.5, 2.0], [-0.7, 0.25, 0.125, 0.01, -3.0]]
LR, MOMENTUM, RHO, EPSILON, BETA1, BETA2 = 0.05, 0.9, 0.95, 1e-3, 0.9, 0.999


def rules():
    """Name, the slots' start values, and how to apply one step (t is its number from 1)."""
    ops = tf.raw_ops
    yield "gradientDescent", [], lambda v, s, g, c, t: ops.ApplyGradientDescent(var=v, alpha=c(LR), delta=g)
    for name, nesterov in (("momentum", False), ("nesterovMomentum", True)):
        yield name, [0], lambda v, s, g, c, t, n=nesterov: ops.ApplyMomentum(
            var=v, accum=s[0], lr=c(LR), grad=g, momentum=c(MOMENTUM), use_nesterov=n
        )
    yield "adagrad", [0.1], lambda v, s, g, c, t: ops.ApplyAdagradV2(
        var=v, accum=s[0], lr=c(LR), epsilon=c(EPSILON), grad=g
    )
    yield "adadelta", [0, 0], lambda v, s, g, c, t: ops.ApplyAdadelta(
        var=v, accum=s[0], accum_update=s[1], lr=c(LR), rho=c(RHO), epsilon=c(EPSILON), grad=g
    )
    yield "rmsProp", [1, 0], lambda v, s, g, c, t: ops.ApplyRMSProp(
        var=v, ms=s[0], mom=s[1], lr=c(LR), rho=c(RHO), momentum=c(MOMENTUM), epsilon=c(EPSILON), grad=g
    )
    yield "centeredRMSProp", [1, 0, 0], lambda v, s, g, c, t: ops.ApplyCenteredRMSProp(
        var=v, mg=s[2], ms=s[0], mom=s[1], lr=c(LR), rho=c(RHO), momentum=c(MOMENTUM), epsilon=c(EPSILON), grad=g
    )
    for name, nesterov in (("adam", False), ("nesterovAdam", True)):
        yield name, [0, 0], lambda v, s, g, c, t, n=nesterov: ops.ApplyAdam(
            var=v, m=s[0], v=s[1], beta1_power=c(BETA1**t), beta2_power=c(BETA2**t), lr=c(LR), beta1=c(BETA1),
            beta2=c(BETA2), epsilon=c(EPSILON), grad=g, use_nesterov=n,
        )
    for name, power in (("ftrl", -0.5), ("ftrlOtherPower", -0.75)):
        yield name, [0.1, 0], lambda v, s, g, c, t, p=power: ops.ApplyFtrlV2(
            var=v, accum=s[0], linear=s[1], grad=g, lr=c(LR), l1=c(0.01), l2=c(0.02), l2_shrinkage=c(0.03),
            lr_power=c(p),
        )


def main():
    lines = []
    for dtype in (np.float32, np.float64):
        for name, slots, apply in rules():
            with tf.Graph().as_default(), tf.Session() as session:
                variables = [
                    tf.Variable(np.full(len(START), start) if index else np.array(start), dtype=dtype, use_resource=False)
                    for index, start in enumerate([START] + slots)
                ]
                session.run([variable.initializer for variable in variables])
                refs = [variable._ref() for variable in variables]
                for step, gradient in enumerate(GRADIENTS):
                    gradient = np.array(gradient, dtype)
                    session.run(apply(refs[0], refs[1:], gradient, dtype, step + 1))
                    arrays = ["variable"] + [f"slot{index}" for index in range(len(slots))]
                    for array, values in [("gradient", gradient)] + list(zip(arrays, session.run(variables))):
                        numbers = " ".join(repr(float(value)) for value in values)
                        lines.append(f"{name} {np.dtype(dtype).name} {step} {array} {numbers}")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "update_goldens.txt")
    with open(path, "w") as file:
        file.write(f"# TensorFlow {tf.__version__}, by make_update_goldens.py\n" + "\n".join(lines) + "\n")


main()
