public import AdjointCore

/// Parts of strings. TF: `Substr`.
///
/// pos: where they begin, negative ones counted from the end; len: how long they are at most. Both of one shape, with
/// which that of the strings broadcasts. A beginning outside its string is an error of the run.
public struct Substr: OperationDefinition {
    public static let type = "Substr"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", .string), .tensor("pos", in: .index), .tensor("len", in: .index)],
        outputs: [.tensor("output", .string)])
    public static let attributes: [AttributeKey<Substr>] = [.stringUnit(\.unit)]

    /// What is counted.
    public var unit = StringUnit.byte

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        guard let places = context.shape(1).merged(with: context.shape(2)) else {
            throw OperationError("pos \(context.shape(1)) and len \(context.shape(2)) differ")
        }
        guard let shape = Shape.broadcast(context.shape(0), places) else {
            throw OperationError("shapes do not broadcast: \(context.shape(0)) and \(places)")
        }
        return [shape]
    }

    public static let gradient = GradientRule<Substr>.notDifferentiable(reason: "strings have no derivative")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let output = context.outputs[0]
        guard context.inputs[1].dimensions == context.inputs[2].dimensions else {
            throw OperationError("pos and len have different shapes")
        }
        let strings = BroadcastIndex(context.inputs[0].dimensions, to: output.dimensions)
        let places = BroadcastIndex(context.inputs[1].dimensions, to: output.dimensions)
        let unit = unit
        func kernel<Index: FixedWidthInteger & Sendable>(_: Index.Type) -> Kernel {
            Kernel { arguments in
                let input = arguments.input(0, as: TensorString.self)
                let (begin, length) = (arguments.input(1, as: Index.self), arguments.input(2, as: Index.self))
                let target = arguments.output(0, as: TensorString.self)
                for index in 0..<output.count {
                    let place = places[index]
                    let bytes = input[strings[index]].bytes
                    let starts = unit.starts(bytes)
                    let first = Int(begin[place]) + (begin[place] < 0 ? starts.count : 0)
                    guard (0...starts.count).contains(first) else {
                        throw OperationError("pos \(begin[place]) is outside '\(TensorString(bytes: bytes))'")
                    }
                    let last = first + max(0, min(Int(length[place]), starts.count - first))
                    let from = first < starts.count ? starts[first] : bytes.count
                    let to = last < starts.count ? starts[last] : bytes.count
                    target[index] = TensorString(bytes: Array(bytes[from..<to]))
                }
            }
        }
        return context.inputs[1].dtype == .int32 ? kernel(Int32.self) : kernel(Int64.self)
    }
}

/// Where the elements of a tensor stand that broadcasts to another shape.
struct BroadcastIndex: Sendable {
    private let indices: [Int]

    init(_ dimensions: [Int], to whole: [Int]) {
        var strides = [Int](repeating: 0, count: whole.count)
        let own = contiguousStrides(dimensions)
        for (axis, extent) in dimensions.enumerated() where extent != 1 {
            strides[whole.count - dimensions.count + axis] = own[axis]
        }
        let steps = contiguousStrides(whole)
        indices = (0..<whole.reduce(1, *)).map { index in
            whole.indices.reduce(0) { $0 + index / steps[$1] % whole[$1] * strides[$1] }
        }
    }

    /// The element behind element `index` of the whole.
    subscript(index: Int) -> Int { indices[index] }
}

extension Tensor {
    /// Parts of these strings. TF: `tf.substr`.
    ///
    /// - Parameters:
    ///   - position: Where they begin; negative ones are counted from the end.
    ///   - length: How long they are at most.
    public func substring(
        at position: some IndexOperand, length: some IndexOperand, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            Substr(), operands: [.tensor(self), position.operand("pos"), length.operand("len")], name: name,
            site: CreationSite(file, line))
    }
}
