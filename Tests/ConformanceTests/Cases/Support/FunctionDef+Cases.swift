package import Adjoint
import AdjointCore

extension FunctionDef {
    /// A function. Types are element types, or the name of an attribute that a call states.
    package init(
        _ name: String, arguments: [(name: String, type: String)],
        results: [(name: String, type: String, value: String)], nodes: [NodeDef], controlResults: [String] = []
    ) {
        self.init()
        var signature = OpDef()
        signature.name = name
        signature.inputArguments = arguments.map { OpDef.Argument($0.name, $0.type) }
        signature.outputArguments = results.map { OpDef.Argument($0.name, $0.type) }
        for type in Set(arguments.map(\.type) + results.map(\.type)).sorted() where OpDef.Argument.dtype(type) == nil {
            var attribute = OpDef.Attribute()
            attribute.name = type
            attribute.type = "type"
            signature.attributes.append(attribute)
        }
        signature.controlOutputs = controlResults
        self.signature = signature
        self.nodes = nodes
        for result in results { self.results[result.name] = result.value }
        for result in controlResults { self.controlResults[result] = result }
    }
}

extension OpDef.Argument {
    fileprivate init(_ name: String, _ type: String) {
        self.init()
        self.name = name
        if let dtype = Self.dtype(type) {
            self.type = DataType(rawValue: dtype.rawValue)
        } else {
            typeAttribute = type
        }
    }

    fileprivate static func dtype(_ name: String) -> DType? { DType.allCases.first { $0.name == name } }
}

extension NodeDef {
    /// A node of a function. An attribute is a value, or with a `$` taken from the call.
    package init(_ name: String, _ type: String, _ inputs: [String] = [], _ attributes: [String: AttrValue] = [:]) {
        self.init()
        self.name = name
        op = type
        self.inputs = inputs
        self.attributes = attributes
    }

    /// A constant scalar.
    package static func constant(_ name: String, _ value: Int32, _ inputs: [String] = []) -> NodeDef {
        var tensor = TensorProto()
        tensor.dtype = DataType(rawValue: DType.int32.rawValue)
        tensor.shape = TensorShapeProto()
        tensor.intValues = [value]
        return NodeDef(
            name, "Const", inputs, ["dtype": .type(.int32), "value": AttrValue(.tensor(tensor))])
    }
}

extension AttrValue {
    /// An element type.
    package static func type(_ dtype: DType) -> AttrValue { AttrValue(.type(DataType(rawValue: dtype.rawValue))) }

    /// An attribute of the call.
    package static func ofCall(_ name: String) -> AttrValue { AttrValue(.placeholder(name)) }
}
