import AdjointCore
import AdjointFormats
import AdjointOperations

/// Turns attributes of a file into values and back, without loss: what has no value here stays encoded.
struct AttributeDecoder {
    private var tensors = TensorDecoder()

    init() {}

    /// The value of an attribute, and whether encoding it gives back the same message.
    mutating func decode(_ message: AttrValue) -> (value: AttributeValue, isExact: Bool) {
        let value = value(message) ?? .encoded(message.serialized())
        return (value, AttrValue(value) == message)
    }

    private mutating func value(_ message: AttrValue) -> AttributeValue? {
        switch message.value {
        case .string(let bytes): .string(TensorString(bytes: Array(bytes)))
        case .int(let value): .int(value)
        case .float(let value): .float(value)
        case .bool(let value): .bool(value)
        case .type(let type): DType(rawValue: type.rawValue).map(AttributeValue.type)
        case .shape(let shape): Shape(shape).map(AttributeValue.shape)
        case .tensor(let tensor): tensors.array(tensor).map(AttributeValue.tensor)
        case .list(let list): self.list(list).map(AttributeValue.list)
        case .function(let function): .function(reference(function))
        case .placeholder(let name): .placeholder(name)
        case nil: nil
        }
    }

    private mutating func list(_ message: AttrValue.ListValue) -> AttributeList? {
        var lists: [AttributeList] = []
        if !message.strings.isEmpty { lists.append(.strings(message.strings.map { TensorString(bytes: Array($0)) })) }
        if !message.ints.isEmpty { lists.append(.ints(message.ints)) }
        if !message.floats.isEmpty { lists.append(.floats(message.floats)) }
        if !message.bools.isEmpty { lists.append(.bools(message.bools)) }
        if !message.types.isEmpty {
            let types = message.types.compactMap { DType(rawValue: $0.rawValue) }
            guard types.count == message.types.count else { return nil }
            lists.append(.types(types))
        }
        if !message.shapes.isEmpty {
            let shapes = message.shapes.compactMap { Shape($0) }
            guard shapes.count == message.shapes.count else { return nil }
            lists.append(.shapes(shapes))
        }
        if !message.tensors.isEmpty {
            var arrays: [NDArray] = []
            for tensor in message.tensors {
                guard let array = tensors.array(tensor) else { return nil }
                arrays.append(array)
            }
            lists.append(.tensors(arrays))
        }
        if !message.functions.isEmpty {
            var references: [FunctionReference] = []
            for function in message.functions { references.append(reference(function)) }
            lists.append(.functions(references))
        }
        return lists.count > 1 ? nil : lists.first ?? .empty
    }

    private mutating func reference(_ message: NameAttrList) -> FunctionReference {
        var attributes = Attributes()
        for (name, attribute) in message.attributes { attributes[name] = decode(attribute).value }
        return FunctionReference(name: message.name, attributes: attributes)
    }
}

extension AttrValue {
    /// The message that states a value.
    init(_ value: AttributeValue) {
        switch value {
        case .string(let string): self.init(Value.string(Bytes(string.bytes)))
        case .int(let value): self.init(Value.int(value))
        case .float(let value): self.init(Value.float(value))
        case .bool(let value): self.init(Value.bool(value))
        case .type(let dtype): self.init(Value.type(DataType(rawValue: dtype.rawValue)))
        case .shape(let shape): self.init(Value.shape(TensorShapeProto(shape)))
        case .tensor(let array): self.init(Value.tensor(TensorProto(array)))
        case .function(let reference): self.init(Value.function(NameAttrList(reference)))
        case .list(let list): self.init(Value.list(ListValue(list)))
        case .placeholder(let name): self.init(Value.placeholder(name))
        case .encoded(let bytes):
            // The bytes were written by this module, so they can be read.
            self = (try? AttrValue(serialized: Bytes(bytes))) ?? AttrValue()
        }
    }
}

extension AttrValue.ListValue {
    init(_ list: AttributeList) {
        self.init()
        switch list {
        case .empty: break
        case .strings(let values): strings = values.map { Bytes($0.bytes) }
        case .ints(let values): ints = values
        case .floats(let values): floats = values
        case .bools(let values): bools = values
        case .types(let values): types = values.map { DataType(rawValue: $0.rawValue) }
        case .shapes(let values): shapes = values.map { TensorShapeProto($0) }
        case .tensors(let values): tensors = values.map { TensorProto($0) }
        case .functions(let values): functions = values.map { NameAttrList($0) }
        }
    }
}

extension NameAttrList {
    init(_ reference: FunctionReference) {
        self.init()
        name = reference.name
        for entry in reference.attributes.entries { attributes[entry.name] = AttrValue(entry.value) }
    }
}
