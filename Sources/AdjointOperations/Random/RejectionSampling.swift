import AdjointCore
import AdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The numbers that one sample of a rejection sampler draws: 256 blocks of the stream are its own.
///
/// Like TensorFlow's kernels it takes uniform and normal numbers of one block from the last to the first.
struct SampleSource {
    private var stream: PhiloxStream
    private var uniforms: [Double] = []
    private var normals: [Double] = []

    /// The numbers of sample `index`.
    init(_ stream: PhiloxStream, sample index: Int) {
        self.stream = stream
        self.stream.skip(blocks: 256 &* UInt64(index))
    }

    /// A number uniform in 0..<1.
    mutating func uniform() -> Double {
        if uniforms.isEmpty {
            let block = stream.nextBlock()
            uniforms = [Self.fraction(block[0], block[1]), Self.fraction(block[2], block[3])]
        }
        return uniforms.removeLast()
    }

    /// A number of the standard normal distribution.
    mutating func normal() -> Double {
        if normals.isEmpty {
            let block = stream.nextBlock()
            let radius = (-2 * log(max(Self.fraction(block[0], block[1]), 1e-7))).squareRoot()
            let angle = 2 * Double.pi * Self.fraction(block[2], block[3])
            normals = [sin(angle) * radius, cos(angle) * radius]
        }
        return normals.removeLast()
    }

    /// 52 bits as a number in 0..<1.
    private static func fraction(_ high: UInt32, _ low: UInt32) -> Double {
        Double(bitPattern: 1023 << 52 | UInt64(high & 0xfffff) << 32 | UInt64(low)) - 1
    }
}

/// An op that draws samples of a distribution for each of some parameters. Inputs: the shape of the samples, the
/// parameters; result: `[shape…, parameters…]`.
protocol ParameterizedSampling: OperationDefinition {
    /// The seed attributes.
    var seeds: RandomSeeds { get }
    /// A sample.
    static func sample(_ parameter: Double, _ source: inout SampleSource) throws -> Double
}

extension ParameterizedSampling {
    public var traits: OperationTraits { .random }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] {
        [try context.randomShape().appending(context.shape(1))]
    }

    public func bind(_ context: borrowing BindingContext) throws -> Kernel {
        let (parameters, output) = (context.inputs[1], context.outputs[0])
        let state = seeds.state(context)
        func makeKernel<Parameter: NumericElement, Element: NumericElement>(
            _: Parameter.Type, _: Element.Type
        ) -> Kernel {
            Kernel { arguments in
                guard output.count > 0 else { return }
                let (source, target) = (arguments.input(1, as: Parameter.self), arguments.output(0, as: Element.self))
                let stream = state.take(count: output.count)
                let perParameter = output.count / parameters.count
                for parameter in 0..<parameters.count {
                    let value = source[parameter].doubleValue
                    for sample in 0..<perParameter {
                        var numbers = SampleSource(stream, sample: parameter * perParameter + sample)
                        let drawn = try Self.sample(value, &numbers)
                        target[sample * parameters.count + parameter] = Element(converting: drawn)
                    }
                }
            }
        }
        func kernel<Parameter: NumericElement>(ofParameters _: Parameter.Type) throws -> Kernel {
            func kernel<Element: NumericElement>(ofElements element: Element.Type) -> Kernel {
                makeKernel(Parameter.self, element)
            }
            return kernel(ofElements: try output.dtype.requireNumeric())
        }
        return try kernel(ofParameters: parameters.dtype.requireNumeric())
    }
}
