import AdjointCore

/// An op on matrices in the last two dimensions, as TensorFlow named it before 0.12, when the op of the plain name took one
/// matrix only: ``Cholesky`` as `BatchCholesky`.
struct BatchNamed<Current: OperationDefinition>: OperationDefinition {
    static var type: String { "Batch" + Current.type }
    static var signature: OperationSignature { Current.signature }
    static var attributes: [AttributeKey<Self>] { Current.attributes.map { $0.within(\Self.current) } }
    static var gradient: GradientRule<Self> {
        switch Current.gradient {
        case .differentiable(let rule): .differentiable { rule($0.current, $1) }
        case .sparselyDifferentiable(let rule): .sparselyDifferentiable { rule($0.current, $1) }
        case .stopsGradient(let reason): .stopsGradient(reason: reason)
        case .notDifferentiable(let reason): .notDifferentiable(reason: reason)
        }
    }

    /// The op as it is named now.
    var current = Current()

    init() {}

    var traits: OperationTraits { current.traits }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] { try current.inferShapes(context) }

    func bind(_ context: borrowing BindingContext) throws -> Kernel { try current.bind(context) }
}
