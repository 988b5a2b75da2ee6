public import AdjointCore

/// Ends the run with an error that shows the data, if the condition is false. TF: `Assert`.
public struct Assert: OperationDefinition {
    public static let type = "Assert"
    public static let signature = OperationSignature(
        inputs: [.tensor("condition", .bool), .list("data", types: "T")], outputs: [])
    public static let attributes: [AttributeKey<Assert>] = [.int("summarize", \.elementLimit)]

    /// How many elements of each tensor the message shows; all if negative.
    public var elementLimit = 3

    public init() {}

    /// An assertion.
    public init(elementLimit: Int) { self.elementLimit = elementLimit }

    public var traits: OperationTraits { .outsideEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.shape(0).isCompatible(with: .scalar) else {
            throw OperationError("the condition must be one bool, not of shape \(context.shape(0))")
        }
        return []
    }

    public static let gradient = GradientRule<Assert>.stopsGradient(reason: "it has no outputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (operands, elementLimit) = (context.inputs, elementLimit)
        return Kernel { arguments in
            guard !arguments.input(0, as: Bool.self).pointee else { return }
            let data = arguments.listing(from: 1, operands, elementLimit: elementLimit)
            throw OperationError("the assertion failed: \(data)")
        }
    }
}

extension Graph {
    /// An operation that ends the run with an error if the condition is false; other operations wait for it. TF: `tf.Assert`.
    ///
    /// ```swift
    /// let positive = graph.assertion(that: x.isGreater(than: 0).all(), showing: [("x must be positive: ", x)])
    /// graph.withControlDependencies(on: positive.map { [$0] } ?? []) { x.log() }
    /// ```
    /// - Parameters:
    ///   - condition: One bool.
    ///   - data: What the message shows: texts, each with the tensor behind it.
    ///   - elementLimit: How many elements of each tensor are shown; all if negative.
    /// - Returns: `nil` after a mistake, which is recorded.
    @discardableResult
    public func assertion(
        that condition: Tensor, showing data: [(text: String, tensor: Tensor)], elementLimit: Int = 3,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Operation? {
        guard condition.isValid, data.allSatisfy(\.tensor.isValid) else { return nil }
        let site = CreationSite(file, line)
        return nameScope(name ?? Assert.type) {
            let scope = resolveNameScope(Assert.type)
            let inputs = nameScope(scope + "/") {
                data.enumerated().flatMap { index, datum in
                    let text = NDArray(strings: [TensorString(datum.text)], dimensions: [])
                    return [addTensor(Const(text), name: "data_\(2 * index)", site: site), datum.tensor]
                }
            }
            return add(
                Assert(elementLimit: elementLimit), inputs: [condition] + inputs, name: scope + "/", site: site)
        }
    }
}

extension KernelArguments {
    /// The elements of the inputs from one on, each tensor in brackets.
    func listing(
        from first: Int, _ operands: [BindingContext.Operand], elementLimit: Int
    ) -> String {
        operands.indices.dropFirst(first).map { index in
            let values = copy(of: index, operands[index])
            let shown = elementLimit < 0 ? values.count : min(values.count, elementLimit)
            let texts = values.elementDescriptions(limit: shown)
            return "[" + texts.joined(separator: " ") + (shown < values.count ? "..." : "") + "]"
        }.joined(separator: " ")
    }
}

extension NDArray {
    /// The first elements as text.
    fileprivate func elementDescriptions(limit: Int) -> [String] {
        func texts<Scalar: TensorScalar & CustomStringConvertible>(_: Scalar.Type) -> [String] {
            ((try? scalars(as: Scalar.self)) ?? []).prefix(limit).map(\.description)
        }
        switch dtype {
        case .string: return strings.prefix(limit).map(\.description)
        case .bool: return texts(Bool.self)
        case .float32: return texts(Float.self)
        case .float64: return texts(Double.self)
        case .int8: return texts(Int8.self)
        case .int16: return texts(Int16.self)
        case .int32: return texts(Int32.self)
        case .int64: return texts(Int64.self)
        case .uint8: return texts(UInt8.self)
        case .uint16: return texts(UInt16.self)
        case .uint32: return texts(UInt32.self)
        case .uint64: return texts(UInt64.self)
        default: return Array(repeating: dtype.name, count: limit)
        }
    }
}
