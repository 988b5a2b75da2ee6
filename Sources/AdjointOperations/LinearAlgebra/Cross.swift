public import AdjointCore
import AdjointKernels

/// The cross products of vectors in three dimensions. TF: `Cross`.
public struct Cross: OperationDefinition {
    public static let type = "Cross"
    public static let signature = OperationSignature.binary("a", "b", "product", in: .numeric)

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        let shape = try context.commonShape()
        guard let rank = shape.rank else { return [.unknown] }
        guard rank > 0, shape[-1] ?? 3 == 3 else {
            throw OperationError("vectors must have three elements each; the shape is \(shape)")
        }
        return [shape]
    }

    // d(a × b) = da × b + a × db. TF: `_CrossGrad`.
    public static let gradient = GradientRule<Cross>.differentiable { _, context in
        let gradient = context.outputGradient()
        return [context.inputs[1].crossProduct(gradient), gradient.crossProduct(context.inputs[0])]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        switch context.inputs[0].dtype {
        case .float32: kernel(Float.self, context)
        case .float64: kernel(Double.self, context)
        case let dtype: throw OperationError.noKernel(for: dtype)
        }
    }

    private func kernel<Scalar: BinaryFloatingPoint & SendableMetatype>(
        _: Scalar.Type, _ context: borrowing BindingContext
    ) -> Kernel {
        let count = context.outputs[0].count
        return Kernel(operationCount: 3 * count) { arguments in
            let (a, b) = (arguments.input(0, as: Scalar.self), arguments.input(1, as: Scalar.self))
            let output = arguments.output(0, as: Scalar.self)
            for start in stride(from: 0, to: count, by: 3) {
                let (x, y, z) = (start, start + 1, start + 2)
                output[x] = a[y] * b[z] - a[z] * b[y]
                output[y] = a[z] * b[x] - a[x] * b[z]
                output[z] = a[x] * b[y] - a[y] * b[x]
            }
        }
    }
}

extension Tensor {
    /// The cross products of the vectors in the last dimension, which has three elements.
    ///
    /// Equal shapes; float32, float64. TF: `tf.cross`.
    public func crossProduct(
        _ other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Cross(), with: other, name: name, site: CreationSite(file, line))
    }
}
