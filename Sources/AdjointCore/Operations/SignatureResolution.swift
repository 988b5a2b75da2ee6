/// What matching inputs against a signature gives.
struct SignatureResolution {
    /// The outputs' element types, shapes unknown.
    var outputs: [TensorType]
    /// The type and count attributes that the inputs determined.
    var inferred: [(name: String, value: AttributeValue)]
}

/// Inputs that do not fit a signature.
struct SignatureMismatch: Error {
    var kind: GraphError.Kind
    var message: String
}

extension OperationSignature {
    /// Matches inputs against the signature.
    ///
    /// - Parameter attribute: the op's own attributes by name.
    func resolve(
        _ types: [TensorType], attribute: (String) -> AttributeValue?
    ) throws(SignatureMismatch) -> SignatureResolution {
        var inferred: [(name: String, value: AttributeValue)] = []
        let listLengths = try listLengths(inputCount: types.count, attribute: attribute)
        var position = 0
        for (index, argument) in inputs.enumerated() {
            let count = listLengths[index]
            if let attribute = argument.countAttribute, !inferred.contains(where: { $0.name == attribute }) {
                inferred.append((attribute, .int(Int64(count))))
            }
            switch argument.elementType {
            case .fixed(let dtype):
                for type in types[position..<(position + count)] where type.dtype != dtype {
                    throw SignatureMismatch(
                        kind: .elementType, message: "\(argument.name) must be \(dtype.name), not \(type.dtype.name)")
                }
            case .attribute(let name, let allowed):
                for type in types[position..<(position + count)] {
                    if let known = inferred.first(where: { $0.name == name })?.value {
                        guard case .type(let dtype) = known, dtype == type.dtype else {
                            throw SignatureMismatch(
                                kind: .elementType,
                                message: "\(argument.name) is \(type.dtype.name) where \(known) is needed")
                        }
                    } else {
                        guard allowed.contains(type.dtype) else {
                            let names = allowed.types.map(\.name).joined(separator: ", ")
                            throw SignatureMismatch(
                                kind: .elementType,
                                message: "\(argument.name) is \(type.dtype.name); possible: \(names)")
                        }
                        inferred.append((name, .type(type.dtype)))
                    }
                }
            case .list(let name):
                inferred.append((name, .list(.types(types[position..<(position + count)].map(\.dtype)))))
            }
            if argument.isReference, let type = types[position..<(position + count)].first(where: { !$0.isReference }) {
                throw SignatureMismatch(
                    kind: .elementType, message: "\(argument.name) must be a reference to a variable, not \(type)")
            }
            position += count
        }
        let outputs = try resolveOutputs { name in
            inferred.first { $0.name == name }?.value ?? attribute(name)
        }
        return SignatureResolution(outputs: outputs, inferred: inferred)
    }

    /// The outputs' element types from attributes alone.
    func resolveOutputs(_ attribute: (String) -> AttributeValue?) throws(SignatureMismatch) -> [TensorType] {
        var result: [TensorType] = []
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
        guard let lengths = try? listLengths(inputCount: count, attribute: attribute) else { return nil }
        var result: [TensorType] = []
        for (argument, length) in zip(inputs, lengths) {
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

    /// How many tensors each input argument stands for.
    private func listLengths(
        inputCount: Int, attribute: (String) -> AttributeValue?
    ) throws(SignatureMismatch) -> [Int] {
        let lists = inputs.reduce(0) { $0 + ($1.isList ? 1 : 0) }
        guard lists > 0 else {
            guard inputCount == inputs.count else {
                throw SignatureMismatch(kind: .arity, message: "takes \(inputs.count) inputs, not \(inputCount)")
            }
            return [Int](repeating: 1, count: inputs.count)
        }
        // Lists may be of different lengths; then the op states them.
        let stated = lists > 1 ? inputs.map { $0.isList ? $0.types(attribute: attribute)?.count : 1 } : []
        if lists > 1,
            stated.reduce(0, { total, count in total.flatMap { sum in count.map { sum + $0 } } }) == inputCount
        {
            return stated.map { $0! }
        }
        let remaining = inputCount - (inputs.count - lists)
        guard remaining >= 0, remaining % lists == 0 else {
            throw SignatureMismatch(
                kind: .arity,
                message: "\(inputCount) inputs do not divide among \(inputs.map(\.name).joined(separator: ", "))")
        }
        return inputs.map { $0.isList ? remaining / lists : 1 }
    }

    /// The name of data input `index` of `count`, for messages.
    func inputName(_ index: Int, of count: Int) -> String {
        guard let lengths = try? listLengths(inputCount: count, attribute: { _ in nil }) else {
            return "input \(index)"
        }
        var position = 0
        for (argument, length) in zip(inputs, lengths) {
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
        let attributes = Self.attributes
        let resolution = try? Self.signature.resolve(inputs) { name in
            attributes.first { $0.name == name }?.encode(self)
        }
        return resolution?.outputs.count == outputCount
    }
}
