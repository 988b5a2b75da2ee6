public import AdjointCore
import AdjointKernels

/// A value that is part of the graph. TF: `Const`.
public struct Const: OperationDefinition {
    public static let type = "Const"
    public static let signature = OperationSignature(inputs: [], outputs: [.tensor("output", "dtype")])
    public static let attributes: [AttributeKey<Const>] = [
        .tensor("value", \.value), .type("dtype", \.dtype, required: true),
    ]

    /// The value.
    public var value: NDArray
    var dtype: DType

    public var constantValue: NDArray? { value }

    public init() { self.init(NDArray(Float(0))) }

    /// The definition of a constant.
    public init(_ value: NDArray) {
        self.value = value
        self.dtype = value.dtype
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [value.shape] }

    public func inferStaticValues(_ context: ShapeContext) -> [Int: StaticValue] {
        DTypeSet.index.contains(dtype) && value.count <= 1024 ? [0: .known(value)] : [:]
    }

    public static let gradient = GradientRule<Const>.stopsGradient(reason: "a constant has no inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let value = value
        if dtype == .string {
            return Kernel { arguments in
                let output = arguments.output(0, as: TensorString.self)
                for (index, string) in value.strings.enumerated() { output[index] = string }
            }
        }
        return Kernel { arguments in
            value.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                arguments.rawOutput(0).copyMemory(from: base, byteCount: bytes.count)
            }
        }
    }
}

extension Graph {
    /// A tensor that always has this value. TF: `tf.constant`.
    public func constant(
        _ value: NDArray, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        addTensor(Const(value), name: name, site: CreationSite(file, line))
    }

    /// A scalar constant.
    public func constant<Scalar: TensorScalar>(
        _ scalar: Scalar, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        constant(NDArray(scalar), name: name, file: file, line: line)
    }

    /// A constant of the given elements in row-major order; one-dimensional unless `shape` says otherwise.
    ///
    /// - Precondition: the shape has as many elements as there are scalars.
    public func constant<Scalar: TensorScalar>(
        _ scalars: [Scalar], shape: [Int]? = nil, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        constant(NDArray(scalars, dimensions: shape ?? [scalars.count]), name: name, file: file, line: line)
    }
}
