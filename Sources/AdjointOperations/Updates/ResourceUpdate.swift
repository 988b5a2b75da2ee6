import AdjointCore
import AdjointKernels

/// An optimizer's step on variables behind handles: the formula of `Base` without its result.
/// TF: `ResourceApplyAdam` and its like.
struct ResourceUpdate<Base: UpdateOperation>: UpdateOperation {
    static var type: String { "Resource" + Base.type }
    static var signature: OperationSignature { Base.signature.withHandles }
    static var attributes: [AttributeKey<Self>] { Base.attributes.map { $0.within(\Self.base) } }
    static var arguments: UpdateArguments { Base.arguments }

    /// The step on references.
    var base = Base()

    init() {}

    var rule: UpdateRule { base.rule }

    static var gradient: GradientRule<Self> { .notDifferentiable(reason: "TensorFlow defines none for updates") }

    func bind(_ context: borrowing BindingContext) throws -> Kernel { try base.bind(context) }
}

/// An optimizer's step on rows of variables behind handles: the formula of `Base` without its result.
/// TF: `ResourceSparseApplyAdagrad` and its like.
struct ResourceSparseUpdate<Base: SparseUpdateOperation>: SparseUpdateOperation {
    static var type: String { "Resource" + Base.type }
    static var signature: OperationSignature { Base.signature.withHandles }
    static var attributes: [AttributeKey<Self>] { Base.attributes.map { $0.within(\Self.base) } }
    static var arguments: UpdateArguments { Base.arguments }
    static var indices: Int { Base.indices }

    /// The step on references.
    var base = Base()

    var rule: UpdateRule { base.rule }

    static var gradient: GradientRule<Self> { .notDifferentiable(reason: "TensorFlow defines none for updates") }

    func bind(_ context: borrowing BindingContext) throws -> Kernel { try base.bind(context) }
}

extension OperationSignature {
    /// The signature with handles for references, and nothing returned.
    var withHandles: OperationSignature {
        OperationSignature(inputs: inputs.map { $0.isReference ? .tensor($0.name, .resource) : $0 }, outputs: [])
    }
}
