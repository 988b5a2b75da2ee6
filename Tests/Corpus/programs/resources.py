"""Resource variables and everything that writes them."""

import numpy as np
import tensorflow.compat.v1 as tf
from live import Program

from programs import program

SEED = np.random.RandomState(5)


def variable(name, shape=(4, 3), low=-1.0, high=1.0, use_resource=True, dtype=np.float32):
    value = np.random.RandomState(len(name)).uniform(low, high, shape).astype(dtype)
    return tf.get_variable(name, initializer=tf.constant(value), use_resource=use_resource)


@program
def resource_assignments():
    v, w = variable("v"), variable("w")
    x = tf.placeholder(tf.float32, [4, 3], "x")
    first = v.assign_add(x)
    with tf.control_dependencies([first]):
        second = v.assign_sub(2 * x)
    with tf.control_dependencies([second]):
        third = w.assign(v.read_value() * 3)
    with tf.control_dependencies([third]):
        total = w + v
    shape = tf.raw_ops.VariableShape(input=v.handle)
    return Program(
        feeds={x: np.arange(12, dtype=np.float32).reshape(4, 3)},
        fetches=[total, shape, tf.raw_ops.VarIsInitializedOp(resource=v.handle)])


def dense_updates(kind):
    raw = tf.raw_ops
    use_resource = kind == "Resource"
    x = tf.placeholder(tf.float32, [4, 3], "x")
    updates, variables = [], []

    def made(name, low=0.1, high=1.0):
        v = variable(name, low=low, high=high, use_resource=use_resource)
        variables.append(v)
        return v.handle if use_resource else v._ref()

    def apply(name, slots, scalars, gradient="grad", **attributes):
        places = {"var": made(name + "/var")}
        for slot in slots:
            places[slot] = made(f"{name}/{slot}", low=1.0 if slot == "ms" and "mg" in slots else 0.1)
            if slot == "ms" and "mg" in slots:
                pass
        places = {key: value for key, value in places.items()}
        op = getattr(raw, kind + name)
        updates.append(op(**places, **scalars, **{gradient: x}, **attributes))

    f = np.float32
    apply("ApplyGradientDescent", [], {"alpha": f(0.1)}, gradient="delta")
    apply("ApplyMomentum", ["accum"], {"lr": f(0.1), "momentum": f(0.9)}, use_nesterov=True)
    apply("ApplyAdagrad", ["accum"], {"lr": f(0.1)})
    apply("ApplyAdagradV2", ["accum"], {"lr": f(0.1), "epsilon": f(0.01)})
    apply("ApplyAdadelta", ["accum", "accum_update"], {"lr": f(0.1), "rho": f(0.9), "epsilon": f(1e-6)})
    apply("ApplyAdam", ["m", "v"], {
        "beta1_power": f(0.9), "beta2_power": f(0.99), "lr": f(0.1), "beta1": f(0.9), "beta2": f(0.99),
        "epsilon": f(1e-8)})
    apply("ApplyRMSProp", ["ms", "mom"], {"lr": f(0.1), "rho": f(0.9), "momentum": f(0.5), "epsilon": f(1e-6)})
    apply("ApplyCenteredRMSProp", ["mg", "ms", "mom"], {
        "lr": f(0.1), "rho": f(0.9), "momentum": f(0.5), "epsilon": f(1e-1)})
    apply("ApplyFtrl", ["accum", "linear"], {"lr": f(0.1), "l1": f(0.01), "l2": f(0.02), "lr_power": f(-0.5)})
    apply("ApplyFtrlV2", ["accum", "linear"], {
        "lr": f(0.1), "l1": f(0.01), "l2": f(0.02), "l2_shrinkage": f(0.1), "lr_power": f(-0.5)})
    apply("ApplyProximalGradientDescent", [], {"alpha": f(0.1), "l1": f(0.01), "l2": f(0.02)}, gradient="delta")
    apply("ApplyProximalAdagrad", ["accum"], {"lr": f(0.1), "l1": f(0.01), "l2": f(0.02)})
    apply("ApplyAdagradDA", ["gradient_accumulator", "gradient_squared_accumulator"], {
        "lr": f(0.1), "l1": f(0.01), "l2": f(0.02), "global_step": np.int64(3)})
    apply("ApplyAddSign", ["m"], {"lr": f(0.1), "alpha": f(1), "sign_decay": f(0.7), "beta": f(0.9)})
    apply("ApplyPowerSign", ["m"], {"lr": f(0.1), "logbase": f(1), "sign_decay": f(0.7), "beta": f(0.9)})
    apply("ApplyAdaMax", ["m", "v"], {
        "beta1_power": f(0.9), "lr": f(0.1), "beta1": f(0.9), "beta2": f(0.99), "epsilon": f(1e-8)})
    if use_resource:
        apply("ApplyAdamWithAmsgrad", ["m", "v", "vhat"], {
            "beta1_power": f(0.9), "beta2_power": f(0.99), "lr": f(0.1), "beta1": f(0.9), "beta2": f(0.99),
            "epsilon": f(1e-8)})
    return x, updates, variables


def separate(x, updates, variables, value):
    """A program that runs each update and fetches each variable."""
    with tf.control_dependencies([getattr(update, "op", update) for update in updates]):
        fetches = [tf.identity(v.read_value(), name=v.op.name + "_after") for v in variables]
    return Program(feeds={x: value}, fetches=fetches, is_list_of_cases=True)


GRADIENT = np.random.RandomState(1).uniform(-1, 1, (4, 3)).astype(np.float32)


@program
def resource_dense_updates():
    return separate(*dense_updates("Resource"), GRADIENT)


@program
def reference_dense_updates():
    return separate(*dense_updates(""), GRADIENT)


def sparse_updates(kind):
    raw = tf.raw_ops
    use_resource = kind == "Resource"
    x = tf.placeholder(tf.float32, [3, 3], "x")
    updates, variables = [], []
    indices = np.array([2, 0, 2])

    def made(name, low=0.1):
        v = variable(name, low=low, use_resource=use_resource)
        variables.append(v)
        return v.handle if use_resource else v._ref()

    def apply(name, slots, scalars, **attributes):
        places = {"var": made(name + "/var")}
        for slot in slots:
            places[slot] = made(f"{name}/{slot}")
        op = getattr(raw, f"{kind}SparseApply{name}")
        updates.append(op(**places, **scalars, grad=x, indices=indices, **attributes))

    f = np.float32
    apply("Momentum", ["accum"], {"lr": f(0.1), "momentum": f(0.9)})
    apply("Adagrad", ["accum"], {"lr": f(0.1)})
    apply("AdagradV2", ["accum"], {"lr": f(0.1), "epsilon": f(0.01)})
    apply("Adadelta", ["accum", "accum_update"], {"lr": f(0.1), "rho": f(0.9), "epsilon": f(1e-6)})
    apply("RMSProp", ["ms", "mom"], {"lr": f(0.1), "rho": f(0.9), "momentum": f(0.5), "epsilon": f(1e-6)})
    apply("Ftrl", ["accum", "linear"], {"lr": f(0.1), "l1": f(0.01), "l2": f(0.02), "lr_power": f(-0.5)})
    apply("FtrlV2", ["accum", "linear"], {
        "lr": f(0.1), "l1": f(0.01), "l2": f(0.02), "l2_shrinkage": f(0.1), "lr_power": f(-0.5)})
    apply("ProximalGradientDescent", [], {"alpha": f(0.1), "l1": f(0.01), "l2": f(0.02)})
    apply("ProximalAdagrad", ["accum"], {"lr": f(0.1), "l1": f(0.01), "l2": f(0.02)})
    apply("AdagradDA", ["gradient_accumulator", "gradient_squared_accumulator"], {
        "lr": f(0.1), "l1": f(0.01), "l2": f(0.02), "global_step": np.int64(3)})
    return x, updates, variables


@program
def resource_sparse_updates():
    return separate(*sparse_updates("Resource"), GRADIENT[:3])


@program
def reference_sparse_updates():
    return separate(*sparse_updates(""), GRADIENT[:3])


@program
def scatters():
    raw = tf.raw_ops
    x = tf.placeholder(tf.float32, [3, 3], "x")
    updates, variables = [], []
    for kind in ["Resource", ""]:
        for name in ["Add", "Sub", "Mul", "Div", "Min", "Max", "Update"]:
            v = variable(f"{kind or 'Ref'}_{name}", use_resource=bool(kind))
            variables.append(v)
            target = {"resource": v.handle} if kind else {"ref": v._ref()}
            updates.append(getattr(raw, f"{kind}Scatter{name}")(**target, indices=[2, 0, 1], updates=x))
        for name in ["Add", "Sub", "Update"]:
            v = variable(f"{kind or 'Ref'}_nd_{name}", use_resource=bool(kind))
            variables.append(v)
            updates.append(
                getattr(raw, f"{kind}ScatterNd{name}")(
                    ref=v.handle if kind else v._ref(), indices=[[2, 0], [0, 1], [3, 2]], updates=x[0]))
    return separate(x, updates, variables, GRADIENT[:3])


@program
def gathers():
    v = variable("v", (5, 4, 3))
    picked = tf.gather(v, [[1, 4], [0, 1]])
    at = tf.gather_nd(v, [[1, 2], [4, 0]])
    gradient = tf.gradients(tf.reduce_sum(tf.square(picked)), v)[0]
    return Program(fetches=[picked, at, tf.convert_to_tensor(gradient)], is_list_of_cases=True)


@program
def tensor_scatters():
    x = tf.placeholder(tf.float32, [4, 3], "x")
    cases = []
    for name in ["Add", "Sub", "Update", "Min", "Max"]:
        cases.append(
            getattr(tf.raw_ops, "TensorScatter" + name)(
                tensor=x, indices=[[2], [0]], updates=np.full((2, 3), 0.25, np.float32)))
    cases.append(
        tf.raw_ops.ScatterNdNonAliasingAdd(
            input=x, indices=[[2, 1], [0, 0]], updates=np.full(2, 0.25, np.float32)))
    return Program(feeds={x: GRADIENT}, fetches=cases, is_list_of_cases=True)


@program
def shared_reads_are_snapshots():
    v = variable("v")
    before = v.read_value()
    with tf.control_dependencies([before]):
        write = v.assign_add(tf.ones([4, 3]))
    with tf.control_dependencies([write]):
        after = v.read_value()
        difference = after - before
    return Program(fetches=[difference])


def classifier(optimizer, use_resource):
    rng = np.random.RandomState(3)
    x = tf.placeholder(tf.float32, [None, 6], "x")
    y = tf.placeholder(tf.int32, [None], "y")
    with tf.variable_scope("net", use_resource=use_resource):
        w = tf.get_variable("w", initializer=rng.randn(6, 8).astype(np.float32))
        b = tf.get_variable("b", initializer=np.zeros(8, np.float32))
        u = tf.get_variable("u", initializer=rng.randn(8, 3).astype(np.float32))
    logits = tf.matmul(tf.nn.relu(tf.nn.bias_add(tf.matmul(x, w), b)), u)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    train = optimizer.minimize(loss, global_step=tf.train.get_or_create_global_step())
    return Program(
        feeds={x: rng.randn(16, 6).astype(np.float32), y: rng.randint(0, 3, 16)},
        fetches=[loss, w.read_value(), b.read_value(), u.read_value(), tf.train.get_global_step() + 0], target=train, repeat=3,
        warm_up=2)


def add_classifiers():
    optimizers = {
        "adam": lambda: tf.train.AdamOptimizer(0.01), "momentum": lambda: tf.train.MomentumOptimizer(0.1, 0.9),
        "sgd": lambda: tf.train.GradientDescentOptimizer(0.1), "rmsprop": lambda: tf.train.RMSPropOptimizer(0.01),
        "adagrad": lambda: tf.train.AdagradOptimizer(0.1), "ftrl": lambda: tf.train.FtrlOptimizer(0.1),
        "adadelta": lambda: tf.train.AdadeltaOptimizer(0.1),
        "proximal": lambda: tf.train.ProximalGradientDescentOptimizer(0.1, 0.01, 0.01),
        "proximal_adagrad": lambda: tf.train.ProximalAdagradOptimizer(0.1, 0.1, 0.01, 0.01),
    }
    for name, make in optimizers.items():
        for use_resource in [False, True]:
            def build(make=make, use_resource=use_resource):
                return classifier(make(), use_resource)

            build.__name__ = f"classifier_{name}_{'resource' if use_resource else 'reference'}"
            globals()[build.__name__] = program(build)


add_classifiers()
