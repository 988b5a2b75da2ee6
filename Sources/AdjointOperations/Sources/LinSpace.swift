public import AdjointCore

/// Numbers at equal distances from a start to a stop, both included. TF: `LinSpace`.
public struct LinSpace: OperationDefinition {
    public static let type = "LinSpace"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("start", in: .real), .tensor("stop", in: .real), .tensor("num", "Tidx", in: .index),
        ], outputs: [.tensor("output")])

    public init() {}

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        for (index, role) in ["start", "stop", "num"].enumerated() {
            _ = try context.shape(index, rank: 0, role: role)
        }
        guard let count = context.integer(2) else { return [[nil]] }
        guard count > 0 else { throw OperationError("there must be at least one number, not \(count)") }
        return [[count]]
    }

    public static let gradient = GradientRule<LinSpace>.notDifferentiable(reason: "TensorFlow defines none")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let count = context.outputs[0].count
        func kernel<Element: BinaryFloatingPoint & Sendable>(_: Element.Type) -> Kernel {
            Kernel { arguments in
                let (start, stop) = (arguments.input(0, as: Element.self)[0], arguments.input(1, as: Element.self)[0])
                let output = arguments.output(0, as: Element.self)
                let step = count > 1 ? (stop - start) / Element(count - 1) : 0
                for index in 0..<count { output[index] = start + step * Element(index) }
                if count > 1 { output[count - 1] = stop }
            }
        }
        return context.inputs[0].dtype == .float64 ? kernel(Double.self) : kernel(Float.self)
    }
}

extension Graph {
    /// `count` numbers at equal distances from `start` to `stop`, both included. TF 1: `tf.linspace`.
    public func linearSpace<Scalar: TensorScalar & BinaryFloatingPoint>(
        from start: Scalar, through stop: Scalar, count: some IndexOperand, name: String? = nil,
        file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        addTensor(
            LinSpace(),
            operands: [
                .constant(NDArray(start), argument: "start"), .constant(NDArray(stop), argument: "stop"),
                count.operand("num"),
            ], name: name, site: CreationSite(file, line))
    }
}
