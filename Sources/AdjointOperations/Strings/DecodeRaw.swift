public import AdjointCore

/// The bytes of strings as numbers. TF: `DecodeRaw`.
///
/// All strings must be of one length, a multiple of the type's. Results: the strings' shape, then the count in each.
public struct DecodeRaw: OperationDefinition {
    public static let type = "DecodeRaw"
    public static let signature = OperationSignature(
        inputs: [.tensor("bytes", .string)],
        outputs: [
            .tensor(
                "output", "out_type",
                in: [.floatingPoint, DTypeSet(.int32, .uint16, .uint8, .int16, .int8, .int64, .bool)])
        ])
    public static let attributes: [AttributeKey<DecodeRaw>] = [
        .type("out_type", \.dtype, required: true), .bool("little_endian", \.isLittleEndian),
    ]

    /// The numbers' element type.
    public var dtype = DType.uint8
    /// Whether the lowest byte of a number comes first.
    public var isLittleEndian = true

    public init() {}

    /// The op for numbers of a type.
    public init(_ dtype: DType) { self.dtype = dtype }

    public var traits: OperationTraits { .dataDependent }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [context.shape(0).partialDimensions.map { Shape($0 + [nil]) } ?? .unknown]
    }

    public static let gradient = GradientRule<DecodeRaw>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (input, dtype, isSwapped) = (context.inputs[0], dtype, !isLittleEndian)
        guard !dtype.isManaged, dtype.isComputable else { throw OperationError.noKernel(for: dtype) }
        return Kernel { arguments in
            let (strings, width) = (arguments.input(0, as: TensorString.self), dtype.byteCount)
            let length = input.count == 0 ? 0 : strings[0].bytes.count
            guard length % width == 0 else {
                throw OperationError("strings of \(length) bytes hold no whole number of \(dtype.name)")
            }
            let array = NDArray(zeros: dtype, dimensions: input.dimensions + [length / width])
            for index in 0..<input.count {
                let bytes = strings[index].bytes
                guard bytes.count == length else {
                    throw OperationError("string \(index) has \(bytes.count) bytes, others \(length)")
                }
                let target = array.storage.baseAddress + index * length
                for place in 0..<length {
                    let source = isSwapped ? place / width * width + width - 1 - place % width : place
                    let byte = dtype == .bool ? (bytes[source] == 0 ? 0 : 1) : bytes[source]
                    target.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
                }
            }
            arguments.setOutput(0, array)
        }
    }
}

extension Tensor {
    /// The bytes of these strings as numbers. TF: `tf.decode_raw`.
    public func decodedRaw(
        as dtype: DType, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        applying(DecodeRaw(dtype), name: name, file: file, line: line)
    }
}
