import AdjointCore

/// What an in-place update does with each element of a variable and the matching element of a value.
enum ReferenceUpdate: Sendable, Hashable {
    /// Replaces it.
    case set
    case add
    case subtract
    case multiply
    /// Integers truncate toward zero.
    case divide
    case minimum
    case maximum

    /// Updates `count` elements. The two ranges are equal or do not overlap.
    typealias Function = @Sendable (UnsafeMutableRawPointer, UnsafeRawPointer, _ count: Int) throws -> Void

    /// The function for elements of a type.
    ///
    /// - Throws: ``OperationError`` for a type that has no arithmetic.
    func function(for dtype: DType) throws -> Function {
        if self == .set { return try Self.copying(dtype) }
        switch dtype {
        case .float32: return floatingPoint(Float.self)
        case .float64: return floatingPoint(Double.self)
        case .int8: return integer(Int8.self)
        case .int16: return integer(Int16.self)
        case .int32: return integer(Int32.self)
        case .int64: return integer(Int64.self)
        case .uint8: return integer(UInt8.self)
        case .uint16: return integer(UInt16.self)
        case .uint32: return integer(UInt32.self)
        case .uint64: return integer(UInt64.self)
        default: throw OperationError.noKernel(for: dtype)
        }
    }

    private static func copying(_ dtype: DType) throws -> Function {
        if dtype == .string {
            return { target, source, count in
                target.assumingMemoryBound(to: TensorString.self)
                    .update(from: source.assumingMemoryBound(to: TensorString.self), count: count)
            }
        }
        guard !dtype.isManaged else { throw OperationError.noKernel(for: dtype) }
        let width = dtype.byteCount
        return { target, source, count in target.copyMemory(from: source, byteCount: count * width) }
    }

    private func floatingPoint<Scalar: TensorScalar & BinaryFloatingPoint>(_: Scalar.Type) -> Function {
        switch self {
        case .add, .set: Self.updating(Scalar.self) { $0 += $1 }
        case .subtract: Self.updating(Scalar.self) { $0 -= $1 }
        case .multiply: Self.updating(Scalar.self) { $0 *= $1 }
        case .divide: Self.updating(Scalar.self) { $0 /= $1 }
        // The comparisons of the C++ library, as TensorFlow's: a NaN that is there stays.
        case .minimum: Self.updating(Scalar.self) { if $1 < $0 { $0 = $1 } }
        case .maximum: Self.updating(Scalar.self) { if $0 < $1 { $0 = $1 } }
        }
    }

    private func integer<Scalar: TensorScalar & FixedWidthInteger>(_: Scalar.Type) -> Function {
        switch self {
        case .add, .set: Self.updating(Scalar.self) { $0 &+= $1 }
        case .subtract: Self.updating(Scalar.self) { $0 &-= $1 }
        case .multiply: Self.updating(Scalar.self) { $0 &*= $1 }
        case .divide:
            Self.updating(Scalar.self) { element, divisor in
                guard divisor != 0 else { throw OperationError("an integer is divided by zero") }
                element = element.dividedReportingOverflow(by: divisor).partialValue
            }
        case .minimum: Self.updating(Scalar.self) { $0 = min($0, $1) }
        case .maximum: Self.updating(Scalar.self) { $0 = max($0, $1) }
        }
    }

    private static func updating<Scalar>(
        _: Scalar.Type, _ step: @escaping @Sendable (inout Scalar, Scalar) throws -> Void
    ) -> Function {
        { target, source, count in
            let target = target.assumingMemoryBound(to: Scalar.self)
            let source = source.assumingMemoryBound(to: Scalar.self)
            for index in 0..<count { try step(&target[index], source[index]) }
        }
    }

    /// The kernel of `AssignAdd` and `AssignSub`.
    func assignmentKernel(_ context: borrowing BindingContext) throws -> Kernel {
        let (reference, value) = (context.inputs[0], context.inputs[1])
        guard reference.dimensions == value.dimensions else {
            throw OperationError(
                "the variable has the shape \(Shape(reference.dimensions)), the value \(Shape(value.dimensions))")
        }
        let (update, count) = (try function(for: value.dtype), value.count)
        return Kernel(operationCount: count) { arguments in
            try update(arguments.rawInput(0), arguments.rawInput(1), count)
        }
    }
}

/// An op that adds a value to a variable or subtracts it.
protocol AssignmentOperation: OperationDefinition {
    /// What it does.
    static var update: ReferenceUpdate { get }
}

extension AssignmentOperation {
    public static var gradient: GradientRule<Self> { .stopsGradient(reason: "an assignment has no derivative") }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        try Self.update.assignmentKernel(context)
    }
}

/// Such an op on a reference, which it returns.
protocol ReferenceAssignment: AssignmentOperation {
    /// Kept for TensorFlow: here, runs that write hold the variables exclusively.
    var usesLocking: Bool { get set }
}

extension ReferenceAssignment {
    static var lockingAttributes: [AttributeKey<Self>] { [.bool("use_locking", \Self.usesLocking)] }

    public var traits: OperationTraits { .write(.updates) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.mergedReferenceShape()] }
}

/// Such an op on a handle.
protocol HandleAssignment: AssignmentOperation {}

extension HandleAssignment {
    public var traits: OperationTraits { .write(.updates, isInputZeroReturned: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard context.variableShape(0).isCompatible(with: context.shape(1)) else {
            throw OperationError("the variable has the shape \(context.shape(0)), the value \(context.shape(1))")
        }
        return []
    }
}

extension OperationSignature {
    /// A reference and a number in, the reference out.
    static let referenceAssignment = OperationSignature(
        inputs: [.tensor("ref", in: .numeric, isReference: true), .tensor("value", in: .numeric)],
        outputs: [.tensor("output_ref", isReference: true)])

    /// A handle and a number in.
    static let handleAssignment = OperationSignature(
        inputs: [.tensor("resource", .resource), .tensor("value", "dtype", in: .numeric)], outputs: [])
}
