/// What matching inputs against a signature gives.
struct SignatureResolution {
    /// The outputs' element types, shapes unknown.
    var outputs: [TensorType] = []
    /// The type and count attributes that the inputs determined.
    var inferred: [(name: String, value: AttributeValue)] = []

    /// The inferred attributes of most nodes, by the number of the element type: `T` alone. Nodes share these.
    private static let common = (0...(DType.allCases.map(\.rawValue).max() ?? 0)).map { number in
        DType(rawValue: number).map { [(name: "T", value: AttributeValue.type($0))] } ?? []
    }

    /// The value of an attribute that the inputs determined.
    func value(of attribute: String) -> AttributeValue? {
        for (name, value) in inferred where name == attribute { return value }
        return nil
    }

    /// Notes a type attribute that the inputs determined.
    mutating func infer(_ name: String, _ dtype: DType) {
        if inferred.isEmpty, name == "T" {
            inferred = Self.common[Int(dtype.rawValue)]
        } else {
            inferred.append((name, .type(dtype)))
        }
    }
}

/// Inputs that do not fit a signature.
struct SignatureMismatch: Error {
    var kind: GraphError.Kind
    var message: String
}

/// How many tensors each input of a signature stands for.
private struct InputLengths {
    /// `nil` where each stands for one: most ops take no lists.
    var lengths: [Int]?

    subscript(index: Int) -> Int { lengths?[index] ?? 1 }
}

extension OperationSignature {
    /// Matches inputs against the signature.
    ///
    /// - Parameter attribute: the op's own attributes by name.
    func resolve(
        _ types: [TensorType], attribute: (String) -> AttributeValue?
    ) throws(SignatureMismatch) -> SignatureResolution {
        var resolution = SignatureResolution()
        let lengths = try inputLengths(count: types.count, attribute: attribute)
        var position = 0
        for (index, argument) in inputs.enumerated() {
            let range = position..<position + lengths[index]
            position = range.upperBound
            if let attribute = argument.countAttribute, resolution.value(of: attribute) == nil {
                resolution.inferred.append((attribute, .int(Int64(range.count))))
            }
            switch argument.elementType {
            case .fixed(let expected):
                for dtype in range.lazy.map({ types[$0].dtype }) where dtype != expected {
                    throw SignatureMismatch(
                        kind: .elementType, message: "\(argument.name) must be \(expected.name), not \(dtype.name)")
                }
            case .attribute(let name, let allowed):
                for dtype in range.lazy.map({ types[$0].dtype }) {
                    if let known = resolution.value(of: name) {
                        guard case .type(dtype) = known else {
                            throw SignatureMismatch(
                                kind: .elementType,
                                message: "\(argument.name) is \(dtype.name) where \(known) is needed")
                        }
                    } else {
                        guard allowed.contains(dtype) else {
                            let names = allowed.types.map(\.name).joined(separator: ", ")
                            throw SignatureMismatch(
                                kind: .elementType, message: "\(argument.name) is \(dtype.name); possible: \(names)")
                        }
                        resolution.infer(name, dtype)
                    }
                }
            case .list(let name):
                resolution.inferred.append((name, .list(.types(types[range].map(\.dtype)))))
            }
            if argument.isReference, let value = range.first(where: { !types[$0].isReference }) {
                throw SignatureMismatch(
                    kind: .elementType,
                    message: "\(argument.name) must be a reference to a variable, not \(types[value])")
            }
        }
        resolution.outputs = try resolveOutputs { resolution.value(of: $0) ?? attribute($0) }
        return resolution
    }

    /// The outputs' element types from attributes alone.
    func resolveOutputs(_ attribute: (String) -> AttributeValue?) throws(SignatureMismatch) -> [TensorType] {
        var result: [TensorType] = []
        result.reserveCapacity(outputs.count)
        for argument in outputs {
            var count = 1
            if let name = argument.countAttribute {
                guard case .int(let value)? = attribute(name), value >= 0, value <= 1_000_000 else {
                    throw SignatureMismatch(kind: .attribute, message: "attribute '\(name)' is missing or out of range")
                }
                count = Int(value)
            }
            switch argument.elementType {
            case .fixed(let dtype):
                for _ in 0..<count { result.append(TensorType(dtype, .unknown, isReference: argument.isReference)) }
            case .attribute(let name, _):
                guard case .type(let dtype)? = attribute(name) else {
                    throw SignatureMismatch(kind: .attribute, message: "attribute '\(name)' is missing or not a type")
                }
                for _ in 0..<count { result.append(TensorType(dtype, .unknown, isReference: argument.isReference)) }
            case .list(let name):
                switch attribute(name) {
                case .list(.types(let types)):
                    for dtype in types { result.append(TensorType(dtype, .unknown, isReference: argument.isReference)) }
                case .list(.empty): break
                default:
                    throw SignatureMismatch(
                        kind: .attribute, message: "attribute '\(name)' is missing or not a list of types")
                }
            }
        }
        return result
    }

    /// The inputs' element types from attributes alone, shapes unknown; `nil` if attributes or `count` do not fit.
    func declaredInputs(count: Int, _ attribute: (String) -> AttributeValue?) -> [TensorType]? {
        guard let lengths = try? inputLengths(count: count, attribute: attribute) else { return nil }
        var result: [TensorType] = []
        for (index, argument) in inputs.enumerated() {
            let length = lengths[index]
            let dtypes: [DType]
            switch argument.elementType {
            case .fixed(let dtype): dtypes = Array(repeating: dtype, count: length)
            case .attribute(let name, _):
                guard case .type(let dtype)? = attribute(name) else { return nil }
                dtypes = Array(repeating: dtype, count: length)
            case .list(let name):
                guard case .list(.types(let types))? = attribute(name), types.count == length else { return nil }
                dtypes = types
            }
            result += dtypes.map { TensorType($0, .unknown, isReference: argument.isReference) }
        }
        return result
    }

    /// How many tensors each input argument stands for, if there are `count` in all.
    private func inputLengths(
        count: Int, attribute: (String) -> AttributeValue?
    ) throws(SignatureMismatch) -> InputLengths {
        guard listCount > 0 else {
            guard count == inputs.count else {
                throw SignatureMismatch(kind: .arity, message: "takes \(inputs.count) inputs, not \(count)")
            }
            return InputLengths()
        }
        // Lists may be of different lengths; then the op states them.
        let stated = listCount > 1 ? inputs.map { $0.isList ? $0.types(attribute: attribute)?.count : 1 } : []
        if listCount > 1,
            stated.reduce(0, { total, length in total.flatMap { sum in length.map { sum + $0 } } }) == count
        {
            return InputLengths(lengths: stated.map { $0! })
        }
        let remaining = count - (inputs.count - listCount)
        guard remaining >= 0, remaining % listCount == 0 else {
            throw SignatureMismatch(
                kind: .arity,
                message: "\(count) inputs do not divide among \(inputs.map(\.name).joined(separator: ", "))")
        }
        return InputLengths(lengths: inputs.map { $0.isList ? remaining / listCount : 1 })
    }

    /// The name of data input `index` of `count`, for messages.
    func inputName(_ index: Int, of count: Int) -> String {
        guard let lengths = try? inputLengths(count: count, attribute: { _ in nil }) else { return "input \(index)" }
        var position = 0
        for (argument, length) in inputs.indices.lazy.map({ (inputs[$0], lengths[$0]) }) {
            if index < position + length {
                return argument.isList ? "\(argument.name)[\(index - position)]" : argument.name
            }
            position += length
        }
        return "input \(index)"
    }
}

extension OperationDefinition {
    /// Whether a node of these inputs, and as many outputs, can be this op.
    package func takes(_ inputs: [TensorType], outputCount: Int) -> Bool {
        let resolution = try? Self.signature.resolve(inputs) { value(ofAttribute: $0) }
        return resolution?.outputs.count == outputCount
    }
}
