public import AdjointCore

/// A new array of tensors, as its handle and a flow. TF: `TensorArrayV3`.
///
/// What writes the array takes a flow and gives one; what reads takes the last, so that it runs after the writes. The
/// flow is also the way that gradients take. An array belongs to the run that makes it.
public struct TensorArrayV3: OperationDefinition {
    public static let type = "TensorArrayV3"
    public static let signature = OperationSignature(
        inputs: [.tensor("size", .int32)], outputs: [.tensor("handle", .resource), .tensor("flow", .float32)])
    public static let attributes: [AttributeKey<TensorArrayV3>] = [
        .type("dtype", \.dtype, required: true), .shape("element_shape", \.elementShape),
        .bool("dynamic_size", \.isDynamic), .bool("clear_after_read", \.clearsAfterRead),
        .bool("identical_element_shapes", \.hasIdenticalShapes), .string("tensor_array_name", \.arrayName),
    ]

    /// The element type.
    public var dtype = DType.float32
    /// What all elements' shapes agree with.
    public var elementShape = Shape.unknown
    /// Whether writing beyond the end makes the array longer.
    public var isDynamic = false
    /// Whether an element can be read only once.
    public var clearsAfterRead = true
    /// Whether all elements must have the shape of the first one written.
    public var hasIdenticalShapes = false
    /// A name for messages.
    public var arrayName = ""

    public init() {}

    public var traits: OperationTraits { .runEffect }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [.scalar, .scalar] }

    public static let gradient = GradientRule<TensorArrayV3>.stopsGradient(reason: "it makes an empty array")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let traits = ArrayOfTensors.Traits(
            dtype: dtype, elementShape: elementShape, isDynamic: isDynamic, clearsAfterRead: clearsAfterRead,
            hasIdenticalShapes: hasIdenticalShapes)
        let name = arrayName
        return .makingArray(context) { arguments in
            try ArrayOfTensors(traits, count: Int(arguments.input(0, as: Int32.self).pointee), name: name)
        }
    }
}

extension Kernel {
    /// Gives the handle of an array, and a flow where the op has one.
    static func makingArray(
        _ context: borrowing BindingContext,
        _ array: @escaping @Sendable (borrowing KernelArguments) throws -> ArrayOfTensors
    ) -> Kernel {
        let hasFlow = context.outputs.count > 1
        return Kernel { arguments in
            arguments.output(0, as: AnyObject?.self).pointee = try array(arguments)
            if hasFlow { arguments.output(1, as: Float.self).pointee = 0 }
        }
    }
}

extension KernelArguments {
    /// The tensor array whose handle is input 0.
    func tensorArray() throws -> ArrayOfTensors { try object(0, as: ArrayOfTensors.self, "tensor array") }
}

extension GradientContext {
    /// What tells this call of the gradients driver from others: the scope that the gradient's name begins with.
    var gradientSource: String {
        let name = outputGradients.lazy.compactMap(\.self).first?.name ?? graph.currentNameScope
        let parts = name.split(separator: "/")
        guard let last = parts.lastIndex(where: { $0.hasPrefix("gradients") }) else { return "gradients" }
        return parts[...last].joined(separator: "/")
    }

    /// The array of gradients of the array whose handle is input 0.
    ///
    /// - Parameter flow: The flow that the use of it comes after.
    func gradientArray(dtype: DType, flow: Tensor) -> TensorArray {
        let handle = inputs[0]
        return graph.nameScope("TensorArrayGrad") {
            graph.colocated(with: handle.operation) {
                let outputs = graph.addTensors(
                    TensorArrayGradV3(source: gradientSource), inputs: [handle, flow], count: 2,
                    name: "TensorArrayGradV3")
                return graph.withControlDependencies(on: outputs[0].isValid ? [outputs[0].operation] : []) {
                    TensorArray(
                        dtype: dtype, handle: outputs[0], flow: flow.identity(name: "gradient_flow"),
                        elementShape: .unknown)
                }
            }
        }
    }
}
