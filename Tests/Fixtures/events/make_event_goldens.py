"""Makes events.tfevents with TensorFlow.

    python3 make_event_goldens.py
"""

from pathlib import Path

import tensorflow as tf
from tensorflow.core.util.event_pb2 import Event


def main():
    events = [Event(wall_time=1.5e9, file_version="brain.Event:2"), Event(wall_time=1.5e9 + 0.5, step=7)]
    events[1].summary.value.add(tag="loss", simple_value=0.25)
    histogram = events[1].summary.value.add(tag="weights").histo
    histogram.min, histogram.max, histogram.num, histogram.sum, histogram.sum_squares = -1, 2, 3, 1.5, 5.25
    histogram.bucket_limit.extend([0, 1.7976931348623157e308])
    histogram.bucket.extend([1, 2])
    with tf.io.TFRecordWriter(str(Path(__file__).with_name("events.tfevents"))) as writer:
        for event in events:
            writer.write(event.SerializeToString())


main()
