public import AdjointCore

/// The elements of one vector that another does not hold, and where they were. TF: `ListDiff`.
public struct ListDiff: OperationDefinition {
    public static let type = "ListDiff"
    public static let signature = OperationSignature(
        inputs: [.tensor("x", in: .integer), .tensor("y", in: .integer)],
        outputs: [.tensor("out"), .tensor("idx", "out_idx", in: .index)])
    public static let attributes: [AttributeKey<ListDiff>] = [.type("out_idx", \.indexType)]

    /// The element type of the positions: int32 or int64.
    public var indexType = DType.int32

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        _ = try context.shape(0, rank: 1, role: "x")
        _ = try context.shape(1, rank: 1, role: "y")
        guard let x = context.integers(0), let y = context.integers(1) else { return [[nil], [nil]] }
        let count = Self.positions(x, y).count
        return [[count], [count]]
    }

    private static func positions(_ x: [Int], _ y: [Int]) -> [Int] {
        let excluded = Set(y)
        return x.indices.filter { !excluded.contains(x[$0]) }
    }

    public static let gradient = GradientRule<ListDiff>.stopsGradient(reason: "positions are integers")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let x = try context.integers(0)
        let positions = try Self.positions(x, context.integers(1))
        return .writing([
            NDArray(integers: positions.map { x[$0] }, dtype: context.inputs[0].dtype),
            NDArray(indices: positions, dtype: indexType),
        ])
    }
}

extension NDArray {
    /// A vector of any integer type.
    init(integers: [Int], dtype: DType) {
        func converted<Element: TensorScalar & FixedWidthInteger>(_: Element.Type) -> NDArray {
            NDArray(integers.map { Element(truncatingIfNeeded: $0) })
        }
        self =
            switch dtype {
            case .int8: converted(Int8.self)
            case .int16: converted(Int16.self)
            case .int32: converted(Int32.self)
            case .uint8: converted(UInt8.self)
            case .uint16: converted(UInt16.self)
            case .uint32: converted(UInt32.self)
            case .uint64: converted(UInt64.self)
            default: converted(Int64.self)
            }
    }
}

extension Tensor {
    /// The elements of this integer vector that `other` does not hold, and their positions, both in order.
    /// TF: `tf.setdiff1d`.
    public func listDifference(
        from other: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> (values: Tensor, positions: Tensor) {
        let outputs = graph.addTensors(
            ListDiff(), inputs: [self, other], count: 2, name: name, site: CreationSite(file, line))
        return (outputs[0], outputs[1])
    }
}
