/// One row of an op's declarative attribute table: name, kind, default, and the property it is decoded into.
///
/// Decoding starts from `Definition.init()`, whose property values are the defaults of TensorFlow's OpDef; an
/// attribute absent from a node therefore keeps its default. A row made with `required: true` has none.
public struct AttributeKey<Definition: Sendable>: Sendable {
    /// The property that an attribute is decoded into.
    public typealias Path<Value> = any WritableKeyPath<Definition, Value> & Sendable

    /// The attribute's name in TensorFlow's OpDef.
    public let name: String
    /// Whether a node without it is malformed.
    public let isRequired: Bool
    let decode: @Sendable (AttributeValue, inout Definition) -> Bool
    @usableFromInline let encode: @Sendable (Definition) -> AttributeValue

    /// A row with conversions of its own. `decode` returns false for a value of the wrong kind.
    public init(
        _ name: String, required: Bool = false,
        decode: @escaping @Sendable (AttributeValue, inout Definition) -> Bool,
        encode: @escaping @Sendable (Definition) -> AttributeValue
    ) {
        self.name = name
        self.isRequired = required
        self.decode = decode
        self.encode = encode
    }

    /// The same attribute of an op whose definition holds this one's.
    public func within<Outer: Sendable>(
        _ path: any WritableKeyPath<Outer, Definition> & Sendable
    ) -> AttributeKey<Outer> {
        AttributeKey<Outer>(name, required: isRequired) {
            decode($0, &$1[keyPath: path])
        } encode: {
            encode($0[keyPath: path])
        }
    }

    /// A bool attribute.
    public static func bool(_ name: String, _ path: Path<Bool>) -> Self {
        Self(name) { value, definition in
            guard case .bool(let value) = value else { return false }
            definition[keyPath: path] = value
            return true
        } encode: {
            .bool($0[keyPath: path])
        }
    }

    /// An int attribute.
    public static func int(
        _ name: String, _ path: Path<Int>, required: Bool = false
    ) -> Self {
        Self(name, required: required) { value, definition in
            guard case .int(let value) = value else { return false }
            definition[keyPath: path] = Int(value)
            return true
        } encode: {
            .int(Int64($0[keyPath: path]))
        }
    }

    /// A float attribute.
    public static func float(_ name: String, _ path: Path<Float>) -> Self {
        Self(name) { value, definition in
            guard case .float(let value) = value else { return false }
            definition[keyPath: path] = value
            return true
        } encode: {
            .float($0[keyPath: path])
        }
    }

    /// A string attribute of UTF-8 text.
    public static func string(_ name: String, _ path: Path<String>) -> Self {
        Self(name) { value, definition in
            guard case .string(let value) = value else { return false }
            definition[keyPath: path] = value.description
            return true
        } encode: {
            .string($0[keyPath: path])
        }
    }

    /// A type attribute that the inputs do not determine (`dtype`, `DstT`, `out_type`).
    public static func type(
        _ name: String, _ path: Path<DType>, required: Bool = false
    ) -> Self {
        Self(name, required: required) { value, definition in
            guard case .type(let value) = value else { return false }
            definition[keyPath: path] = value
            return true
        } encode: {
            .type($0[keyPath: path])
        }
    }

    /// A list of types.
    public static func types(_ name: String, _ path: Path<[DType]>) -> Self {
        Self(name) { value, definition in
            switch value {
            case .list(.types(let values)): definition[keyPath: path] = values
            case .list(.empty): definition[keyPath: path] = []
            default: return false
            }
            return true
        } encode: {
            let types = $0[keyPath: path]
            return .list(types.isEmpty ? .empty : .types(types))
        }
    }

    /// A shape attribute.
    public static func shape(_ name: String, _ path: Path<Shape>) -> Self {
        Self(name) { value, definition in
            guard case .shape(let value) = value else { return false }
            definition[keyPath: path] = value
            return true
        } encode: {
            .shape($0[keyPath: path])
        }
    }

    /// A list of ints.
    public static func ints(_ name: String, _ path: Path<[Int]>, required: Bool = false) -> Self {
        Self(name, required: required) { value, definition in
            switch value {
            case .list(.ints(let values)): definition[keyPath: path] = values.map(Int.init)
            case .list(.empty): definition[keyPath: path] = []
            default: return false
            }
            return true
        } encode: {
            let values = $0[keyPath: path]
            return .list(values.isEmpty ? .empty : .ints(values.map(Int64.init)))
        }
    }

    /// A list of floats.
    public static func floats(_ name: String, _ path: Path<[Float]>, required: Bool = false) -> Self {
        Self(name, required: required) { value, definition in
            switch value {
            case .list(.floats(let values)): definition[keyPath: path] = values
            case .list(.empty): definition[keyPath: path] = []
            default: return false
            }
            return true
        } encode: {
            let values = $0[keyPath: path]
            return .list(values.isEmpty ? .empty : .floats(values))
        }
    }

    /// A list of strings.
    public static func strings(_ name: String, _ path: Path<[TensorString]>) -> Self {
        Self(name) { value, definition in
            switch value {
            case .list(.strings(let values)): definition[keyPath: path] = values
            case .list(.empty): definition[keyPath: path] = []
            default: return false
            }
            return true
        } encode: {
            let values = $0[keyPath: path]
            return .list(values.isEmpty ? .empty : .strings(values))
        }
    }

    /// A tensor attribute.
    public static func tensor(_ name: String, _ path: Path<NDArray>) -> Self {
        Self(name, required: true) { value, definition in
            guard case .tensor(let value) = value else { return false }
            definition[keyPath: path] = value
            return true
        } encode: {
            .tensor($0[keyPath: path])
        }
    }
}
