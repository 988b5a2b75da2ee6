/// The inputs and outputs of an op, as TensorFlow's OpDef states them.
///
/// From this alone follow: how many inputs a node needs, which type attributes its inputs determine, the element
/// types of its outputs, and the error for an input of the wrong type. Shapes are the shape rule's.
public struct OperationSignature: Sendable {
    /// The inputs in order.
    public let inputs: [OperationArgument]
    /// The outputs in order.
    public let outputs: [OperationArgument]
    /// How many of the inputs are lists.
    let listCount: Int

    /// A signature from its arguments.
    public init(inputs: [OperationArgument], outputs: [OperationArgument]) {
        self.inputs = inputs
        self.outputs = outputs
        listCount = inputs.count(where: \.isList)
    }
}

/// One input or output of an op: a tensor, or a list of tensors.
public struct OperationArgument: Sendable {
    /// What determines the element type.
    public enum ElementType: Sendable {
        /// Always the same type.
        case fixed(DType)
        /// The value of a type attribute, which must be in the set.
        case attribute(String, DTypeSet)
        /// One type for each tensor of the list, from a list(type) attribute.
        case list(String)
    }

    /// The name in TensorFlow's OpDef, used in messages.
    public let name: String
    /// What determines the element type.
    public let elementType: ElementType
    /// The int attribute that holds the number of tensors, where the argument is a list of one type.
    public let countAttribute: String?
    /// Whether the tensor is a reference to a variable's buffer.
    public let isReference: Bool

    /// An argument of a type that an attribute names, such as `T`.
    public static func tensor(
        _ name: String, _ attribute: String = "T", in types: DTypeSet = .all, isReference: Bool = false
    ) -> OperationArgument {
        OperationArgument(
            name: name, elementType: .attribute(attribute, types), countAttribute: nil, isReference: isReference)
    }

    /// An argument of one fixed type.
    public static func tensor(_ name: String, _ dtype: DType, isReference: Bool = false) -> OperationArgument {
        OperationArgument(name: name, elementType: .fixed(dtype), countAttribute: nil, isReference: isReference)
    }

    /// A list of tensors of one type that an attribute names; the attribute `count` holds how many.
    public static func list(
        _ name: String, _ attribute: String = "T", in types: DTypeSet = .all, count: String = "N",
        isReference: Bool = false
    ) -> OperationArgument {
        OperationArgument(
            name: name, elementType: .attribute(attribute, types), countAttribute: count, isReference: isReference)
    }

    /// A list of tensors of one fixed type.
    public static func list(_ name: String, _ dtype: DType, count: String = "N") -> OperationArgument {
        OperationArgument(name: name, elementType: .fixed(dtype), countAttribute: count, isReference: false)
    }

    /// A list of tensors each of its own type, which the list(type) attribute `types` holds.
    public static func list(_ name: String, types: String) -> OperationArgument {
        OperationArgument(name: name, elementType: .list(types), countAttribute: nil, isReference: false)
    }

    /// The element types of the tensors that the argument stands for, from the attributes of a node; `nil` in the place of
    /// a type that they do not state.
    ///
    /// - Returns: `nil` if the attributes do not state how many tensors there are.
    public func types(attribute: (String) -> AttributeValue?) -> [DType?]? {
        var count = 1
        if let countAttribute {
            guard case .int(let value)? = attribute(countAttribute), (0...1_000_000).contains(value) else { return nil }
            count = Int(value)
        }
        switch elementType {
        case .fixed(let dtype): return Array(repeating: dtype, count: count)
        case .attribute(let name, _):
            guard case .type(let dtype)? = attribute(name) else { return Array(repeating: nil, count: count) }
            return Array(repeating: dtype, count: count)
        case .list(let name):
            switch attribute(name) {
            case .list(.types(let types)): return types
            case .list(.empty): return []
            default: return nil
            }
        }
    }

    /// Whether the argument stands for any number of tensors.
    public var isList: Bool {
        if case .list = elementType { return true }
        return countAttribute != nil
    }
}
