public import AdjointCore

/// Zeros of the shape of its input; of variants, what they hold with all of it zero: of a list, a list of zeros. TF: `ZerosLike`.
public struct ZerosLike: OperationDefinition {
    public static let type = "ZerosLike"
    public static let signature = OperationSignature(inputs: [.tensor("x")], outputs: [.tensor("y")])

    public init() {}

    public var traits: OperationTraits {
        var traits = OperationTraits()
        traits.metadataInputs = [0]
        return traits
    }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }

    public static let gradient = GradientRule<ZerosLike>.stopsGradient(reason: "zeros do not depend on the input")

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        if context.inputs[0].dtype == .variant {
            let count = context.inputs[0].count
            return Kernel { arguments in
                for element in 0..<count {
                    arguments.setVariant(try arguments.variant(0, element: element).zeros(), element: element)
                }
            }
        }
        let zeros = FillPlan(context.outputs[0])
        return Kernel { arguments in zeros.run(arguments.rawOutput(0), workers: arguments.workers) }
    }
}

extension Tensor {
    /// Zeros of this tensor's shape. TF: `tf.zeros_like`.
    ///
    /// - Parameters:
    ///   - dtype: The element type, this tensor's by default.
    ///   - optimize: Whether a shape that is known already makes a constant (`tf.zeros_like`'s own parameter).
    public func zerosLike(
        dtype: DType? = nil, optimize: Bool = true, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        guard isValid else { return self }
        let name = name ?? "zeros_like"
        let target = dtype ?? self.dtype
        if optimize, let dimensions = shape.dimensions {
            return graph.filled(
                shape: dimensions, with: NDArray(zeros: target, dimensions: []), name: name, site: site)
        }
        guard target == self.dtype else {
            let scope = graph.resolveNameScope(name)
            return graph.nameScope(scope + "/") {
                graph.filled(
                    shape: shapeTensor(optimize: optimize), with: NDArray(zeros: target, dimensions: []),
                    name: scope + "/", site: site)
            }
        }
        return graph.addTensor(ZerosLike(), inputs: [self], name: name, site: site)
    }

    /// Ones of this tensor's shape. TF: `tf.ones_like`, built as TensorFlow builds it: a `Fill` of the tensor's shape.
    ///
    /// - Parameters:
    ///   - dtype: The element type, this tensor's by default.
    ///   - optimize: Whether a shape that is known already becomes a constant.
    public func onesLike(
        dtype: DType? = nil, optimize: Bool = true, name: String? = nil, file: StaticString = #fileID,
        line: UInt = #line
    ) -> Tensor {
        let site = CreationSite(file, line)
        guard isValid else { return self }
        if let mistake = graph.mistake(ifNoNumber: dtype ?? self.dtype, for: Fill.type, name: name, site: site) {
            return mistake
        }
        let scope = graph.resolveNameScope(name ?? "ones_like")
        return graph.nameScope(scope + "/") {
            let dimensions: Tensor
            if optimize, let known = shape.dimensions {
                dimensions = indexConstant(known, name: "Shape/shape_as_tensor", site: site)
            } else {
                dimensions = shapeTensor(optimize: false)
            }
            return graph.filled(
                shape: dimensions, with: NDArray(1, dtype: dtype ?? self.dtype), name: scope + "/", site: site)
        }
    }
}
