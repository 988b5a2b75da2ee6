public import AdjointCore

/// The coordinates of the elements that are true (not zero), in row-major order. TF: `Where`.
public struct Where: OperationDefinition {
    public static let type = "Where"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: [.numeric, DTypeSet(.bool)])], outputs: [.tensor("index", .int64)])

    public init() {}

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [[nil, context.shape(0).rank]] }

    public static let gradient = GradientRule<Where>.stopsGradient(reason: "coordinates are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let input = context.inputs[0]
        guard !input.dtype.isManaged else { throw OperationError.noKernel(for: input.dtype) }
        let width = input.dtype.byteCount
        // Negative zero is zero, too.
        let signBit: UInt8 = input.dtype.isFloatingPoint ? 0x80 : 0
        return Kernel { arguments in
            let bytes = arguments.rawInput(0).assumingMemoryBound(to: UInt8.self)
            var coordinates: [Int] = []
            let strides = contiguousStrides(input.dimensions)
            var count = 0
            for index in 0..<input.count {
                let element = UnsafeBufferPointer(start: bytes + index * width, count: width)
                let isZero = element.dropLast().allSatisfy { $0 == 0 } && element[width - 1] & ~signBit == 0
                if isZero { continue }
                count += 1
                var rest = index
                for stride in strides {
                    coordinates.append(rest / stride)
                    rest %= stride
                }
            }
            arguments.setOutput(0, NDArray(coordinates, dimensions: [count, input.dimensions.count]))
        }
    }
}

extension Tensor {
    /// The coordinates of the elements that are true (not zero), in row-major order, as int64 `[count, rank]`.
    /// TF: `tf.where` of one argument.
    public func nonzeroCoordinates(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(Where(), name: name, file: file, line: line)
    }
}
