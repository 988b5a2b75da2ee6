public import AdjointCore

/// Numbers from a start, in equal steps, up to but without a limit. TF: `Range`.
public struct RangeOperation: OperationDefinition {
    public static let type = "Range"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("start", "Tidx", in: .rangeTypes), .tensor("limit", "Tidx", in: .rangeTypes),
            .tensor("delta", "Tidx", in: .rangeTypes),
        ], outputs: [.tensor("output", "Tidx")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for (index, role) in ["start", "limit", "delta"].enumerated() {
            _ = try context.shape(index, rank: 0, role: role)
        }
        guard let start = context.value(0)?.doubles, let limit = context.value(1)?.doubles,
            let delta = context.value(2)?.doubles
        else { return [[nil]] }
        return [[try Self.count(from: start[0], to: limit[0], by: delta[0])]]
    }

    /// ⌈(limit - start) / delta⌉, or 0 if that is negative.
    static func count(from start: Double, to limit: Double, by delta: Double) throws(OperationError) -> Int {
        guard delta != 0 else { throw OperationError("delta must not be 0") }
        let count = ((limit - start) / delta).rounded(.up)
        guard count < 0x1p40 else {
            throw OperationError("from \(start) to \(limit) by \(delta) is too many numbers")
        }
        guard delta > 0 ? start <= limit : start >= limit else {
            throw OperationError(
                "start \(start) is \(delta > 0 ? "above" : "below") the limit \(limit) with delta \(delta)")
        }
        return Int(count)
    }

    public static let gradient = GradientRule<RangeOperation>.stopsGradient(
        reason: "the number of elements depends on the inputs")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.outputs[0].count
        func integers<Element: FixedWidthInteger & Sendable>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (start, delta) = (arguments.input(0, as: Element.self)[0], arguments.input(2, as: Element.self)[0])
                let output = arguments.output(0, as: Element.self)
                for index in 0..<count { output[index] = start &+ Element(truncatingIfNeeded: index) &* delta }
            }
        }
        // As in TensorFlow, a running sum rather than a product.
        func reals<Element: BinaryFloatingPoint & Sendable>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                var value = arguments.input(0, as: Element.self)[0]
                let delta = arguments.input(2, as: Element.self)[0]
                let output = arguments.output(0, as: Element.self)
                for index in 0..<count {
                    output[index] = value
                    value += delta
                }
            }
        }
        return switch context.inputs[0].dtype {
        case .int32: integers(Int32.self)
        case .int64: integers(Int64.self)
        case .int16: integers(Int16.self)
        case .int8: integers(Int8.self)
        case .float32: reals(Float.self)
        case .float64: reals(Double.self)
        default: throw OperationError.noKernel(for: context.inputs[0].dtype)
        }
    }
}

extension DTypeSet {
    static let rangeTypes: DTypeSet = [
        floatingPoint, DTypeSet(.int8, .int16, .int32, .int64, .uint16, .uint32, .uint64),
    ]
}

extension Graph {
    /// The integers from `start` up to but without `limit`, in steps of `delta`. TF: `tf.range`.
    public func range(
        from start: some IndexOperand, to limit: some IndexOperand, by delta: some IndexOperand = 1,
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        addTensor(
            RangeOperation(),
            operands: [start.operand("start"), limit.operand("limit"), delta.operand("delta")], name: name ?? "range",
            site: CreationSite(file, line))
    }

    /// The integers from 0 up to but without `limit`. TF: `tf.range`.
    public func range(
        to limit: some IndexOperand, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        range(from: 0, to: limit, name: name, file: file, line: line)
    }

    /// The numbers from `start` up to but without `limit`, in steps of `delta`, each the sum of the one before it and
    /// `delta`. TF: `tf.range` of floats.
    public func range<Scalar: TensorScalar & BinaryFloatingPoint>(
        from start: Scalar, to limit: Scalar, by delta: Scalar = 1, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        addTensor(
            RangeOperation(),
            operands: [
                .constant(NDArray(start), argument: "start"), .constant(NDArray(limit), argument: "limit"),
                .constant(NDArray(delta), argument: "delta"),
            ], name: name ?? "range", site: CreationSite(file, line))
    }
}
