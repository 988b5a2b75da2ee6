"""TensorFlow as TensorFlow 1: graph mode, reference variables, `tf.layers` from tf_keras, quiet, on the CPU.

Import `tf` from here, before anything else imports TensorFlow: the settings are read when it loads.
"""

import os
import warnings

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # tf.layers lives in tf_keras
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # oneDNN rounds differently from TensorFlow's own kernels
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
warnings.filterwarnings("ignore")

import tensorflow.compat.v1 as tf  # noqa: E402

tf.logging.set_verbosity(tf.logging.ERROR)
tf.disable_v2_behavior()
tf.disable_resource_variables()


def plain_session(graph, threads=1, devices=1):
    """A session that runs the graph as written: no rewriting, `threads` threads, the processor as `devices` devices."""
    config = tf.ConfigProto(
        intra_op_parallelism_threads=threads, inter_op_parallelism_threads=1, device_count={"CPU": devices})
    config.graph_options.optimizer_options.opt_level = tf.OptimizerOptions.L0
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    return tf.Session(graph=graph, config=config)
