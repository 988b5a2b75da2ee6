public import AdjointCore

/// How a variable gets its first value. TF: the classes of `tf.initializers`.
///
/// An initializer is a recipe: the ops are built when the variable is, under `name/Initializer/`.
public struct Initializer: Sendable {
    /// Builds an initial value of a shape and element type.
    typealias Builder = @Sendable (Graph, _ shape: [Int], DType, CreationSite) -> Tensor

    private enum Source: Sendable {
        case builder(Builder)
        case value(NDArray)
        case tensor(Tensor)
    }

    private let source: Source

    /// An initializer that builds the initial value of the given shape and element type out of ops.
    public init(_ build: @escaping @Sendable (Graph, _ shape: [Int], DType) -> Tensor) {
        source = .builder { graph, shape, dtype, _ in build(graph, shape, dtype) }
    }

    init(building build: @escaping Builder) { source = .builder(build) }

    private init(_ source: Source) { self.source = source }

    /// A host value, which the graph holds as `name/initial_value`. It settles shape and element type.
    public static func value(_ value: NDArray) -> Initializer { Initializer(.value(value)) }

    /// A tensor of the graph. It settles shape and element type.
    public static func tensor(_ tensor: Tensor) -> Initializer { Initializer(.tensor(tensor)) }

    /// This initializer's values, changed by `transform`, which builds ops.
    public func mapping(_ transform: @escaping @Sendable (Tensor) -> Tensor) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            switch source {
            case .builder(let build): transform(build(graph, shape, dtype, site))
            case .value(let value): transform(graph.addTensor(Const(value), name: "initial_value", site: site))
            case .tensor(let tensor): transform(tensor)
            }
        })
    }

    /// What variables of an element type get that are given no initializer: Glorot's uniform for floating-point types,
    /// zeros for the others.
    static func `default`(for dtype: DType) -> Initializer { dtype.isFloatingPoint ? .glorotUniform : .zeros }

    /// The element type, if the initializer settles it.
    var dtype: DType? {
        switch source {
        case .builder: nil
        case .value(let value): value.dtype
        case .tensor(let tensor): tensor.dtype
        }
    }

    /// The shape, if the initializer settles it.
    var shape: [Int]? {
        switch source {
        case .builder: nil
        case .value(let value): value.dimensions
        case .tensor(let tensor): tensor.shape.dimensions
        }
    }

    /// Whether the initial value is made of ops that live with the variable.
    var isBuilt: Bool { if case .builder = source { true } else { false } }

    /// The initial value, built in the current name scope, which is the variable's.
    func initialValue(in graph: Graph, shape: [Int], dtype: DType, site: CreationSite) -> Tensor {
        switch source {
        case .builder(let build):
            let value = graph.nameScope("Initializer") { build(graph, shape, dtype, site) }
            return checked(value, shape: shape, dtype: dtype, site: site)
        case .value(let value):
            return checked(
                graph.addTensor(Const(value), name: "initial_value", site: site), shape: shape, dtype: dtype,
                site: site)
        case .tensor(let tensor):
            return checked(tensor, shape: shape, dtype: dtype, site: site)
        }
    }

    private func checked(_ value: Tensor, shape: [Int], dtype: DType, site: CreationSite) -> Tensor {
        guard value.isValid, value.dtype != dtype || !value.shape.isCompatible(with: Shape(shape)) else { return value }
        return value.graph.record(
            GraphError(
                .variable,
                "the initial value '\(value.name)' is \(value.type), the variable \(dtype.name) \(Shape(shape))",
                site: site))
    }
}
