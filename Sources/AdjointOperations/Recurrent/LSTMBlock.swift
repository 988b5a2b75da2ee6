import AdjointCore
import AdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A step of long short-term memory with all its gates in one op, and the gradient of it. Source: Hochreiter and
/// Schmidhuber 1997; Gers et al. 2000 for what the cell itself adds to the gates.
///
/// Rows are examples; gates stand in the order input, cell, forget, output, or with the middle ones exchanged.
struct LSTMBlock: Sendable {
    let batch: Int
    let inputs: Int
    let units: Int
    var settings: LSTMBlockSettings
    var gateOrder = GateOrder.cellFirst

    /// The gates between those of the input and the output.
    enum GateOrder: Sendable {
        case cellFirst
        case forgetFirst

        var cell: Int { self == .cellFirst ? 1 : 2 }
        var forget: Int { self == .cellFirst ? 2 : 1 }
    }

    var gateCount: Int { batch * 4 * units }
    var joinedCount: Int { batch * (inputs + units) }

    /// What a step is given: `[inputs + units, 4·units]` weights, the cell's own weights for three gates, and biases.
    struct Weights {
        var w: UnsafePointer<Float>
        var input: UnsafePointer<Float>
        var forget: UnsafePointer<Float>
        var output: UnsafePointer<Float>
        var bias: UnsafePointer<Float>
    }

    /// What a step gives, `[batch, units]` each.
    struct Gates {
        var i: UnsafeMutablePointer<Float>
        var cs: UnsafeMutablePointer<Float>
        var f: UnsafeMutablePointer<Float>
        var o: UnsafeMutablePointer<Float>
        var ci: UnsafeMutablePointer<Float>
        var co: UnsafeMutablePointer<Float>
        var h: UnsafeMutablePointer<Float>

        /// The gates of another step.
        func advanced(by count: Int) -> Gates {
            Gates(
                i: i + count, cs: cs + count, f: f + count, o: o + count, ci: ci + count, co: co + count, h: h + count)
        }
    }

    static func sigmoid(_ x: Float) -> Float { 1 / (1 + expf(-x)) }

    static func hyperbolicTangent(_ x: Float) -> Float { tanhf(x) }

    /// A step.
    ///
    /// - Parameter scratch: Room for `joinedCount + gateCount` numbers.
    func step(
        _ x: UnsafePointer<Float>, cell: UnsafePointer<Float>, hidden: UnsafePointer<Float>, _ weights: Weights,
        to gates: Gates, scratch: UnsafeMutablePointer<Float>, workers: WorkerPool
    ) {
        let (joined, sums) = (scratch, scratch + joinedCount)
        let (usesPeephole, clip) = (settings.usesPeephole, settings.cellClip)
        join(x, hidden, to: joined)
        Gemm.multiply(
            rows: batch, columns: 4 * units, depth: inputs + units, a: UnsafePointer(joined), aStride: inputs + units,
            b: weights.w, bStride: 4 * units, into: sums, cStride: 4 * units, workers: workers)
        for row in 0..<batch {
            for unit in 0..<units {
                let (place, gate) = (row * units + unit, row * 4 * units + unit)
                func sum(_ index: Int) -> Float { sums[gate + index * units] + weights.bias[index * units + unit] }
                let old = cell[place]
                let i = Self.sigmoid(sum(0) + (usesPeephole ? weights.input[unit] * old : 0))
                let ci = Self.hyperbolicTangent(sum(gateOrder.cell))
                let f = Self.sigmoid(
                    sum(gateOrder.forget) + settings.forgetBias + (usesPeephole ? weights.forget[unit] * old : 0))
                var cs = ci * i + old * f
                if clip > 0 { cs = max(-clip, min(clip, cs)) }
                let o = Self.sigmoid(sum(3) + (usesPeephole ? weights.output[unit] * cs : 0))
                let co = Self.hyperbolicTangent(cs)
                (gates.i[place], gates.ci[place], gates.f[place], gates.cs[place]) = (i, ci, f, cs)
                (gates.o[place], gates.co[place], gates.h[place]) = (o, co, o * co)
            }
        }
    }

    /// Inputs and hidden state side by side: `[batch, inputs + units]`.
    func join(_ x: UnsafePointer<Float>, _ hidden: UnsafePointer<Float>, to joined: UnsafeMutablePointer<Float>) {
        Self.join(x, hidden, rows: batch, widths: (inputs, units), to: joined)
    }

    /// The rows of two matrices side by side.
    static func join(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, rows: Int, widths: (Int, Int),
        to joined: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<rows {
            let target = joined + row * (widths.0 + widths.1)
            target.update(from: left + row * widths.0, count: widths.0)
            (target + widths.0).update(from: right + row * widths.1, count: widths.1)
        }
    }

    /// The gradients of a step: of the sums of its gates `[batch, 4·units]`, and of the cell before it. Those of the
    /// cell's own weights are added up.
    func gradient(
        cell: UnsafePointer<Float>, _ weights: Weights, _ gates: Gates, ofCell: UnsafePointer<Float>,
        ofHidden: UnsafePointer<Float>, toSums: UnsafeMutablePointer<Float>, toCell: UnsafeMutablePointer<Float>,
        toInput: UnsafeMutablePointer<Float>, toForget: UnsafeMutablePointer<Float>,
        toOutput: UnsafeMutablePointer<Float>
    ) {
        let usesPeephole = settings.usesPeephole
        for row in 0..<batch {
            for unit in 0..<units {
                let (place, gate) = (row * units + unit, row * 4 * units + unit)
                let (i, f, o) = (gates.i[place], gates.f[place], gates.o[place])
                let (ci, co) = (gates.ci[place], gates.co[place])
                let ofO = o * (1 - o) * ofHidden[place] * co
                var ofCs = (1 - co * co) * ofHidden[place] * o + ofCell[place]
                if usesPeephole { ofCs += ofO * weights.output[unit] }
                let ofCi = (1 - ci * ci) * ofCs * i
                let ofF = f * (1 - f) * ofCs * cell[place]
                let ofI = i * (1 - i) * ofCs * ci
                (toSums[gate], toSums[gate + 3 * units]) = (ofI, ofO)
                toSums[gate + gateOrder.cell * units] = ofCi
                toSums[gate + gateOrder.forget * units] = ofF
                toCell[place] = ofCs * f
                guard usesPeephole else { continue }
                toCell[place] += ofI * weights.input[unit] + ofF * weights.forget[unit]
                toInput[unit] += ofI * cell[place]
                toForget[unit] += ofF * cell[place]
                toOutput[unit] += ofO * gates.cs[place]
            }
        }
    }
}

extension BindingContext {
    /// The extents of a block whose inputs from `first` on are x, the cell, the hidden state, the weights, the cell's
    /// own weights for three gates, and biases.
    ///
    /// - Parameter hasTime: Whether x has a dimension of time before its own.
    func lstmBlock(_ settings: LSTMBlockSettings, first: Int, hasTime: Bool) throws -> LSTMBlock {
        let x = inputs[first].dimensions.dropFirst(hasTime ? 1 : 0)
        guard inputs[first].dtype == .float32, x.count == 2, inputs[first + 1].dimensions.count == 2 else {
            throw OperationError(
                "there is no kernel for x \(Shape(inputs[first].dimensions)) \(inputs[first].dtype.name)")
        }
        let (batch, size, units) = (x[x.startIndex], x[x.startIndex + 1], inputs[first + 1].dimensions[1])
        let state = [batch, units]
        guard inputs[first + 1].dimensions == state, inputs[first + 2].dimensions == state,
            inputs[first + 3].dimensions == [size + units, 4 * units],
            (4...6).allSatisfy({ inputs[first + $0].dimensions == [units] }),
            inputs[first + 7].dimensions == [4 * units]
        else { throw OperationError("states, weights or biases do not fit \(size) inputs and \(units) units") }
        return LSTMBlock(batch: batch, inputs: size, units: units, settings: settings)
    }
}

extension KernelArguments {
    /// The weights from input `first` on; the biases are input `bias`.
    func lstmWeights(first: Int, bias: Int) -> LSTMBlock.Weights {
        LSTMBlock.Weights(
            w: input(first), input: input(first + 1), forget: input(first + 2), output: input(first + 3),
            bias: input(bias))
    }

    /// The outputs of a block.
    func lstmGates() -> LSTMBlock.Gates {
        LSTMBlock.Gates(
            i: output(0), cs: output(1), f: output(2), o: output(3), ci: output(4), co: output(5), h: output(6))
    }

    /// What a block gave, as inputs from `first` on: i, cs, f, o, ci, co, and the hidden state where there is one.
    func lstmGates(input first: Int, hidden: Int? = nil) -> LSTMBlock.Gates {
        func gate(_ index: Int) -> UnsafeMutablePointer<Float> { reference(first + index, as: Float.self) }
        return LSTMBlock.Gates(
            i: gate(0), cs: gate(1), f: gate(2), o: gate(3), ci: gate(4), co: gate(5),
            h: hidden.map { reference($0, as: Float.self) } ?? gate(0))
    }
}

extension OperationSignature {
    /// Arguments of a block of the given names, all of one type.
    static func block(
        _ inputs: [String], _ outputs: [String], in types: DTypeSet = DTypeSet(.float16, .float32),
        hasLength: Bool = false
    ) -> OperationSignature {
        OperationSignature(
            inputs: (hasLength ? [.tensor("seq_len_max", .int64)] : []) + inputs.map { .tensor($0, in: types) },
            outputs: outputs.map { .tensor($0) })
    }
}
