import AdjointCore

/// A two-input op of one element type, enough to build graphs with.
struct Pair: OperationDefinition {
    static let type = "Pair"
    static let signature = OperationSignature(
        inputs: [.tensor("left", in: .numeric), .tensor("right", in: .numeric)], outputs: [.tensor("pair")])
    static let attributes: [AttributeKey<Pair>] = [.int("weight", \.weight), .bool("swap", \.swaps)]
    var weight = 1
    var swaps = false

    func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let shape = Shape.broadcast(context.shape(0), context.shape(1)) else {
            throw OperationError("shapes do not broadcast: \(context.shape(0)) and \(context.shape(1))")
        }
        return [shape]
    }

    static let gradient = GradientRule<Pair>.notDifferentiable(reason: "it exists for tests")

    func bind(_ context: borrowing BindingContext) throws -> Kernel { Kernel { _ in } }
}

/// A value with no inputs.
struct Source: OperationDefinition {
    static let type = "Source"
    static let signature = OperationSignature(inputs: [], outputs: [.tensor("output", "dtype")])
    static let attributes: [AttributeKey<Source>] = [
        .type("dtype", \.dtype, required: true), .shape("shape", \.shape),
    ]
    var dtype = DType.float32
    var shape = Shape.scalar

    func inferShapes(_ context: ShapeContext) throws -> [Shape] { [shape] }

    static let gradient = GradientRule<Source>.stopsGradient(reason: "it has no inputs")

    func bind(_ context: borrowing BindingContext) throws -> Kernel { Kernel { _ in } }
}

/// A list of tensors of one type.
struct Gathered: OperationDefinition {
    static let type = "Gathered"
    static let signature = OperationSignature(
        inputs: [.list("values"), .tensor("axis", .int32)], outputs: [.tensor("output")])

    func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.unknown] }

    static let gradient = GradientRule<Gathered>.stopsGradient(reason: "it exists for tests")

    func bind(_ context: borrowing BindingContext) throws -> Kernel { Kernel { _ in } }
}

extension Graph {
    func source(_ dtype: DType = .float32, _ shape: Shape = .scalar, name: String? = nil) -> Tensor {
        addTensor(Source(dtype: dtype, shape: shape), name: name, site: CreationSite(#fileID, #line))
    }

    func pair(_ left: Tensor, _ right: Tensor, name: String? = nil, line: UInt = #line) -> Tensor {
        addTensor(Pair(), inputs: [left, right], name: name, site: CreationSite(#fileID, line))
    }
}
