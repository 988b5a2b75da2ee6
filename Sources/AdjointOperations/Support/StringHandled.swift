import AdjointCore

/// An op on a handle, as TensorFlow named it when handles were strings: ``TensorArrayReadV3`` as `TensorArrayReadV2`.
struct StringHandled<Current: OperationDefinition>: OlderHandledOperation {
    static var type: String { versionless(Current.type) + "V2" }
    static var isReference: Bool { false }

    var current = Current()

    init() {}
}

/// An op on a handle, as TensorFlow named it first, when handles were references to strings: ``LookupTableFindV2`` as
/// `LookupTableFind`, and ``TensorArrayReadV3`` as `TensorArrayRead`.
struct ReferenceHandled<Current: OperationDefinition>: OlderHandledOperation {
    static var type: String { versionless(Current.type) }
    static var isReference: Bool { true }

    var current = Current()

    init() {}
}

/// An op on an older kind of handle, which is all that it differs in from the one that graphs have now.
protocol OlderHandledOperation: OperationDefinition {
    associatedtype Current: OperationDefinition
    /// Whether handles are references.
    static var isReference: Bool { get }
    /// The op as it is named now.
    var current: Current { get set }
}

extension OlderHandledOperation {
    static func versionless(_ type: String) -> String { String(type.dropLast(2)) }

    static var signature: OperationSignature {
        let (inputs, outputs) = (Current.signature.inputs, Current.signature.outputs)
        func older(_ arguments: [OperationArgument], areReferences: Bool) -> [OperationArgument] {
            arguments.map { $0.isHandle ? .tensor($0.name, .string, isReference: areReferences) : $0 }
        }
        // What gives a handle gave no flow beside it, and took any string.
        let handles = outputs.filter(\.isHandle)
        return OperationSignature(
            inputs: older(inputs, areReferences: isReference && handles.isEmpty),
            outputs: older(handles.isEmpty ? outputs : handles, areReferences: isReference))
    }

    static var attributes: [AttributeKey<Self>] {
        // That of tensor arrays is newer than these handles.
        Current.attributes.filter { $0.name != "identical_element_shapes" }.map { $0.within(\Self.current) }
    }

    static var gradient: GradientRule<Self> {
        switch Current.gradient {
        case .stopsGradient(let reason): .stopsGradient(reason: reason)
        case .notDifferentiable(let reason): .notDifferentiable(reason: reason)
        default: .notDifferentiable(reason: "nothing builds gradients of such old graphs")
        }
    }

    var traits: OperationTraits {
        var traits = current.traits
        traits.hasStringHandle = true
        return traits
    }

    var resourceName: ResourceName? { current.resourceName }

    func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        // Such a handle is two strings: a container's name and the object's own.
        zip(Self.signature.outputs, try current.inferShapes(context)).map { argument, shape in
            if case .fixed(.string) = argument.elementType { [2] } else { shape }
        }
    }

    func bind(_ context: borrowing BindingContext) throws -> Kernel { try current.bind(context) }
}

extension OperationArgument {
    fileprivate var isHandle: Bool {
        if case .fixed(.resource) = elementType { true } else { false }
    }
}
