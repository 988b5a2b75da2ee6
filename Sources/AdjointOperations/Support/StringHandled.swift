import AdjointCore

/// An op on a handle, as TensorFlow named it when handles were strings: ``LookupTableFindV2`` as `LookupTableFind`, whose
/// handles are references, and ``TensorArrayReadV3`` as `TensorArrayReadV2`.
struct StringHandled<Current: OperationDefinition>: OperationDefinition {
    private static var isReference: Bool { Current.type.hasSuffix("V2") }
    static var type: String { String(Current.type.dropLast(2)) + (isReference ? "" : "V2") }
    static var signature: OperationSignature {
        func older(_ arguments: [OperationArgument]) -> [OperationArgument] {
            arguments.map { argument in
                guard case .fixed(.resource) = argument.elementType else { return argument }
                return .tensor(argument.name, .string, isReference: isReference)
            }
        }
        return OperationSignature(inputs: older(Current.signature.inputs), outputs: older(Current.signature.outputs))
    }
    static var attributes: [AttributeKey<Self>] { Current.attributes.map { $0.within(\Self.current) } }
    static var gradient: GradientRule<Self> {
        .notDifferentiable(reason: "nothing builds gradients of such old graphs")
    }

    /// The op as it is named now.
    var current = Current()

    init() {}

    var traits: OperationTraits {
        var traits = current.traits
        traits.hasStringHandle = true
        return traits
    }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        // Such a handle is two strings: a container's name and the object's own.
        zip(Self.signature.outputs, try current.inferShapes(context)).map { argument, shape in
            if case .fixed(.string) = argument.elementType { [2] } else { shape }
        }
    }

    func bind(_ context: borrowing BindingContext) throws -> Kernel { try current.bind(context) }
}
