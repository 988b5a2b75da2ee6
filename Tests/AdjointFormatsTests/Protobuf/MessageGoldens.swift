import AdjointFormats

/// Messages that TensorFlow wrote, with every field set.
struct MessageGolden {
    /// The type of the message.
    let type: any ProtobufMessage.Type
    /// The message in wire format.
    let wire: [UInt8]
    /// The message in text format.
    let text: String

    /// All of them.
    static func all() throws -> [MessageGolden] {
        let lines = String(decoding: try Fixture.bytes("protobuf/messages.tsv"), as: UTF8.self).split(separator: "\n")
        return lines.map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            return MessageGolden(
                type: types[String(columns[0])]!, wire: bytes(hexadecimal: columns[1]),
                text: String(decoding: bytes(hexadecimal: columns[2]), as: UTF8.self))
        }
    }

    private static let types: [String: any ProtobufMessage.Type] = [
        "AttrValue": AttrValue.self, "NameAttrList": NameAttrList.self, "NodeDef": NodeDef.self,
        "GraphDef": GraphDef.self, "FunctionDef": FunctionDef.self, "GradientDef": GradientDef.self,
        "FunctionDefLibrary": FunctionDefLibrary.self, "VersionDef": VersionDef.self, "OpDef": OpDef.self,
        "OpList": OpList.self, "TensorProto": TensorProto.self, "TensorShapeProto": TensorShapeProto.self,
        "TensorSliceProto": TensorSliceProto.self, "VariableDef": VariableDef.self,
        "SaveSliceInfoDef": SaveSliceInfoDef.self, "MetaGraphDef": MetaGraphDef.self,
        "CollectionDef": CollectionDef.self, "SignatureDef": SignatureDef.self, "TensorInfo": TensorInfo.self,
        "SaverDef": SaverDef.self, "SavedModel": SavedModel.self, "QueueRunnerDef": QueueRunnerDef.self,
        "ValuesDef": ValuesDef.self, "CondContextDef": CondContextDef.self, "WhileContextDef": WhileContextDef.self,
        "BundleHeaderProto": BundleHeaderProto.self, "BundleEntryProto": BundleEntryProto.self,
        "SavedTensorSlices": SavedTensorSlices.self, "Event": Event.self, "Summary": Summary.self,
        "HistogramProto": HistogramProto.self, "FullTypeDef": FullTypeDef.self, "GraphDebugInfo": GraphDebugInfo.self,
        "ResourceHandleProto": ResourceHandleProto.self, "VariantTensorDataProto": VariantTensorDataProto.self,
        "AssetFileDef": AssetFileDef.self,
    ]
}
