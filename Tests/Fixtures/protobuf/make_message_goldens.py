"""Makes messages.tsv: TensorFlow's messages with every field set, serialized by TensorFlow.

    python3 make_message_goldens.py

Each line holds a message type, the message in wire format, and in text format, the last two in hexadecimal. A message
with a oneof stands there once for each of its members. Fields that Adjoint keeps without naming them are left out.
"""

from pathlib import Path

from google.protobuf import text_format
from google.protobuf.descriptor import FieldDescriptor as F
from tensorflow.core.framework import attr_value_pb2, full_type_pb2, function_pb2, graph_debug_info_pb2, graph_pb2
from tensorflow.core.framework import node_def_pb2, op_def_pb2, resource_handle_pb2, summary_pb2, tensor_pb2
from tensorflow.core.framework import tensor_shape_pb2, tensor_slice_pb2, variable_pb2
from tensorflow.core.framework import versions_pb2
from tensorflow.core.protobuf import control_flow_pb2, meta_graph_pb2, queue_runner_pb2, saved_model_pb2
from tensorflow.core.protobuf import saver_pb2, tensor_bundle_pb2
from tensorflow.core.util import event_pb2, saved_tensor_slice_pb2

MESSAGES = [
    attr_value_pb2.AttrValue, attr_value_pb2.NameAttrList, node_def_pb2.NodeDef, graph_pb2.GraphDef,
    function_pb2.FunctionDef, function_pb2.GradientDef, function_pb2.FunctionDefLibrary, versions_pb2.VersionDef,
    op_def_pb2.OpDef, op_def_pb2.OpList, tensor_pb2.TensorProto, tensor_shape_pb2.TensorShapeProto,
    tensor_slice_pb2.TensorSliceProto, variable_pb2.VariableDef, variable_pb2.SaveSliceInfoDef,
    meta_graph_pb2.MetaGraphDef, meta_graph_pb2.CollectionDef, meta_graph_pb2.SignatureDef, meta_graph_pb2.TensorInfo,
    saver_pb2.SaverDef, saved_model_pb2.SavedModel, queue_runner_pb2.QueueRunnerDef, control_flow_pb2.ValuesDef,
    control_flow_pb2.CondContextDef, control_flow_pb2.WhileContextDef, tensor_bundle_pb2.BundleHeaderProto,
    tensor_bundle_pb2.BundleEntryProto, saved_tensor_slice_pb2.SavedTensorSlices, event_pb2.Event, summary_pb2.Summary,
    summary_pb2.HistogramProto, full_type_pb2.FullTypeDef, graph_debug_info_pb2.GraphDebugInfo,
    resource_handle_pb2.ResourceHandleProto, tensor_pb2.VariantTensorDataProto, meta_graph_pb2.AssetFileDef,
]

NOT_NAMED = {
    "tensorflow.MetaGraphDef": {"object_graph_def"},
    "tensorflow.TensorInfo": {"composite_tensor"},
    "tensorflow.QueueRunnerDef": {"queue_closed_exception_types"},
    "tensorflow.Event": {"log_message", "source_metadata"},
    "tensorflow.Summary.Value": {"obsolete_old_style_histogram"},
    "tensorflow.SummaryMetadata": {"data_class"},
}

SCALARS = {
    F.TYPE_STRING: ['quoted "text" \\ ä\n', "b"], F.TYPE_BYTES: [b"\x00\xff\x80'\t", b"cd"], F.TYPE_BOOL: [True, False],
    F.TYPE_INT32: [-3, 300], F.TYPE_INT64: [-(2**40), 2**62], F.TYPE_UINT32: [2**32 - 1, 0],
    F.TYPE_UINT64: [2**64 - 1, 5], F.TYPE_FLOAT: [-0.1, 1e20], F.TYPE_DOUBLE: [1e-7, 0.3],
    F.TYPE_FIXED32: [2**32 - 2, 1], F.TYPE_FIXED64: [2**64 - 3, 1], F.TYPE_ENUM: [1, 2],
}


def named_fields(descriptor):
    return [f for f in descriptor.fields if f.name not in NOT_NAMED.get(descriptor.full_name, ())]


def fill(message, depth, member=0):
    """Sets every field; of a oneof, the one numbered `member`."""
    fields = named_fields(message.DESCRIPTOR)
    for field in fields:
        oneof = field.containing_oneof
        if oneof:
            members = [f for f in fields if f.containing_oneof == oneof]
            if members[member % len(members)] != field:
                continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            value_field = field.message_type.fields_by_name["value"]
            target = getattr(message, field.name)
            has_names = field.message_type.fields_by_name["key"].type == F.TYPE_STRING
            # One where keys are numbers: TensorFlow orders those otherwise on the wire than in text.
            for key in ("k", "l") if has_names else (2,):
                if not value_field.message_type:
                    target[key] = SCALARS[value_field.type][0]
                elif depth > 0:
                    fill(target[key], depth - 1, member)
        elif field.message_type:
            if depth == 0:
                continue
            if field.is_repeated:
                fill(getattr(message, field.name).add(), depth - 1, member)
                getattr(message, field.name).add()
            else:
                getattr(message, field.name).SetInParent()
                fill(getattr(message, field.name), depth - 1, member)
        elif field.is_repeated:
            getattr(message, field.name).extend(SCALARS[field.type])
        else:
            setattr(message, field.name, SCALARS[field.type][0])


def variants(message_type):
    fields = named_fields(message_type.DESCRIPTOR)
    return max([1] + [sum(f.containing_oneof == o for f in fields) for o in message_type.DESCRIPTOR.oneofs])


def main():
    lines = []
    for message_type in MESSAGES:
        for member in range(variants(message_type)):
            message = message_type()
            fill(message, 2, member)
            wire = message.SerializeToString(deterministic=True)
            text = text_format.MessageToString(message, as_utf8=False)
            lines.append(f"{message_type.DESCRIPTOR.name}\t{wire.hex()}\t{text.encode().hex()}\n")
    Path(__file__).with_name("messages.tsv").write_text("".join(lines))


main()
