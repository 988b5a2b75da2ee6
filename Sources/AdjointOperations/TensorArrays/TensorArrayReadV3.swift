public import AdjointCore

/// An element of a tensor array. TF: `TensorArrayReadV3`.
public struct TensorArrayReadV3: OperationDefinition {
    public static let type = "TensorArrayReadV3"
    public static let signature = OperationSignature(
        inputs: [.tensor("handle", .resource), .tensor("index", .int32), .tensor("flow_in", .float32)],
        outputs: [.tensor("value", "dtype")])
    public static let attributes: [AttributeKey<TensorArrayReadV3>] = [.type("dtype", \.dtype, required: true)]

    /// The element type.
    public var dtype = DType.float32

    public init() {}

    /// A read of an element of that type.
    public init(_ dtype: DType) { self.dtype = dtype }

    public var traits: OperationTraits { .runRead }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.unknown] }

    public static let gradient = GradientRule<TensorArrayReadV3>.differentiable { definition, context in
        let array = context.gradientArray(dtype: definition.dtype, flow: context.inputs[2])
        return [nil, nil, array.write(context.outputGradient(), at: context.inputs[1]).flow]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let dtype = dtype
        return Kernel { arguments in
            let value = try arguments.tensorArray().read(Int(arguments.input(1, as: Int32.self).pointee))
            arguments.setOutput(0, try value.checked(dtype))
        }
    }
}

extension NDArray {
    /// The array itself.
    ///
    /// - Throws: ``OperationError`` if it has another element type than the op was told.
    func checked(_ dtype: DType) throws -> NDArray {
        guard self.dtype == dtype else {
            throw OperationError("the elements are \(self.dtype.name), where \(dtype.name) is wanted")
        }
        return self
    }
}
