public import AdjointCore

/// The sum of each element's mirror images: the gradient of ``MirrorPad``. TF: `MirrorPadGrad`.
public struct MirrorPadGrad: OperationDefinition {
    public static let type = "MirrorPadGrad"
    public static let signature = OperationSignature(
        inputs: [.tensor("input", in: .numeric), .tensor("paddings", "Tpaddings", in: .index)],
        outputs: [.tensor("output")])
    public static let attributes: [AttributeKey<MirrorPadGrad>] = [.mirrorPadMode(\.mode)]

    /// Whether edges are repeated.
    public var mode = MirrorPadMode.reflect

    public init() {}

    /// The op with a mode.
    public init(mode: MirrorPadMode) { self.mode = mode }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [try context.paddedShape(sign: -1)] }

    public static let gradient = GradientRule<MirrorPadGrad>.differentiable { definition, context in
        let operation = MirrorPad(mode: definition.mode)
        return [
            context.graph.addTensor(operation, inputs: [context.outputGradient(), context.inputs[1]]), nil,
        ]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (input, output) = (context.inputs[0], context.outputs[0])
        let targets = try mode.sources(
            inner: output.dimensions, outer: input.dimensions, paddings: context.integers(1))
        func kernel<Element: SummableElement>(_: Element.Type) -> Kernel {
            let zeros = FillPlan(output)
            return Kernel { arguments in
                zeros.run(arguments.rawOutput(0), workers: arguments.workers)
                let (source, target) = (arguments.input(0, as: Element.self), arguments.output(0, as: Element.self))
                for (index, to) in targets.enumerated() { target[to] = Element.sum(target[to], source[index]) }
            }
        }
        return switch input.dtype {
        case .float32: kernel(Float.self)
        case .float64: kernel(Double.self)
        case .int32: kernel(Int32.self)
        case .int64: kernel(Int64.self)
        default: throw OperationError.noKernel(for: input.dtype)
        }
    }
}
