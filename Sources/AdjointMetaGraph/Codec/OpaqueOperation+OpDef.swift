import AdjointCore
import AdjointFormats

extension OpaqueOperation {
    /// What a file's definition of an op says of its inputs, outputs and defaults.
    init(_ definition: OpDef, decoder: inout AttributeDecoder) {
        self.init(
            signature: OperationSignature(
                inputs: definition.inputArguments.map(OperationArgument.init),
                outputs: definition.outputArguments.map(OperationArgument.init)))
        for attribute in definition.attributes {
            if let value = attribute.defaultValue {
                attributeDefaults[attribute.name] = decoder.decode(value).value
            }
        }
    }
}

extension OperationArgument {
    init(_ argument: OpDef.Argument) {
        let count = argument.numberAttribute
        if !argument.typeListAttribute.isEmpty {
            self = .list(argument.name, types: argument.typeListAttribute)
        } else if !argument.typeAttribute.isEmpty {
            self =
                count.isEmpty
                ? .tensor(argument.name, argument.typeAttribute, isReference: argument.isReference)
                : .list(argument.name, argument.typeAttribute, count: count)
        } else {
            let dtype = DType(rawValue: argument.type.withoutReference.rawValue) ?? .variant
            self =
                count.isEmpty
                ? .tensor(argument.name, dtype, isReference: argument.isReference || argument.type.isReference)
                : .list(argument.name, dtype, count: count)
        }
    }
}
