public import AdjointCore
import AdjointOperations

/// A cell with dropout on its input, state and output. Zaremba et al. (2014). TF: `DropoutWrapper`.
///
/// Numbers are drawn anew at every step, or once for all steps (Gal and Ghahramani, 2015) by
/// ``init(_:inputKeepProbability:outputKeepProbability:stateKeepProbability:drawnOnceIn:inputSize:dtype:seed:file:line:)``.
/// Memories, as an LSTM has them, are left alone. The wrapper drops always: build one for training, and one that keeps
/// everything for inference.
public struct DropoutWrapper<Base: RecurrentCell>: RecurrentCell {
    /// The cell.
    public let base: Base
    private let inputRate: Double
    private let outputRate: Double
    private let stateRate: Double
    private let seed: Int?
    private let noise: Noise?
    private let site: CreationSite

    /// Numbers drawn once, of one example each.
    private struct Noise {
        var input: Tensor?
        var state: [Tensor]
        var output: Tensor
    }

    /// A cell with dropout drawn anew at every step.
    ///
    /// - Parameters:
    ///   - inputKeepProbability: The probability that an element of the input is kept, in 0...1; beyond, it is a mistake.
    ///   - outputKeepProbability: The same for the output.
    ///   - stateKeepProbability: The same for the state that goes to the next step.
    ///   - seed: What the seeds of the ops are made of; see `Graph.init(seed:)` for what happens without one.
    public init(
        _ base: Base, inputKeepProbability: Double = 1, outputKeepProbability: Double = 1,
        stateKeepProbability: Double = 1, seed: Int? = nil, file: StaticString = #fileID, line: UInt = #line
    ) {
        self.init(
            base, input: inputKeepProbability, output: outputKeepProbability, state: stateKeepProbability, seed: seed,
            noise: nil, site: CreationSite(file, line))
    }

    /// A cell with dropout drawn once in a run and used in all steps. TF: `variational_recurrent`.
    ///
    /// - Parameters:
    ///   - graph: Where the numbers are drawn, in the current name scope.
    ///   - inputSize: The width of the input.
    ///   - dtype: The element type of the inputs.
    public init(
        _ base: Base, inputKeepProbability: Double = 1, outputKeepProbability: Double = 1,
        stateKeepProbability: Double = 1, drawnOnceIn graph: Graph, inputSize: Int, dtype: DType = .float32,
        seed: Int? = nil, file: StaticString = #fileID, line: UInt = #line
    ) {
        func numbers(_ width: Int, _ salt: String) -> Tensor {
            let scope = graph.resolveNameScope("concat")
            let shape = graph.nameScope(scope + "/") {
                concatenate(
                    [
                        graph.constant([Int32(1)], name: "values_0"),
                        graph.constant([Int32(clamping: width)], name: "values_1"),
                    ], axis: 0, name: scope + "/", file: file, line: line)
            }
            return graph.randomUniform(
                shape: shape, dtype: dtype, seed: Self.seed(seed, salt), file: file, line: line)
        }
        let input = inputKeepProbability < 1 ? numbers(inputSize, "input_0") : nil
        let state = base.stateSizes.enumerated().map { numbers($1, "state_\($0)") }
        let noise = Noise(input: input, state: state, output: numbers(base.outputSize, "output_0"))
        self.init(
            base, input: inputKeepProbability, output: outputKeepProbability, state: stateKeepProbability, seed: seed,
            noise: noise, site: CreationSite(file, line))
    }

    private init(
        _ base: Base, input: Double, output: Double, state: Double, seed: Int?, noise: Noise?, site: CreationSite
    ) {
        // TensorFlow rounds the probabilities to float32 first.
        func rate(_ probability: Double) -> Double { 1 - Double(Float(probability)) }
        self.base = base
        (inputRate, outputRate, stateRate) = (rate(input), rate(output), rate(state))
        self.seed = seed
        self.noise = noise
        self.site = site
    }

    public var outputSize: Int { base.outputSize }

    public var stateSizes: [Int] { base.stateSizes }

    public func zeroState(batchSize: BatchSize, dtype: DType, in graph: Graph) -> Base.State {
        graph.nameScope("DropoutWrapperZeroState") {
            base.zeroState(batchSize: batchSize, dtype: dtype, in: graph)
        }
    }

    public func makeStep() -> RecurrentStep<Base.State> {
        let step = base.makeStep()
        return { input, state in
            if let rate = [inputRate, outputRate, stateRate].first(where: { !(0...1).contains($0) }) {
                let mistake = input.graph.record(
                    GraphError(.value, "the probability \(1 - rate) is not in 0...1", site: site))
                return (mistake, state)
            }
            let kept = dropping(from: input, rate: inputRate, noise: noise?.input, salt: "input_0")
            let (output, next) = step(kept, state)
            let tensors = zip(next.tensors, next.areMemories).enumerated().map { index, element in
                let (tensor, isMemory) = element
                return isMemory
                    ? tensor
                    : dropping(from: tensor, rate: stateRate, noise: noise?.state[index], salt: "state_\(index)")
            }
            return (
                dropping(from: output, rate: outputRate, noise: noise?.output, salt: "output_0"),
                next.replacing(with: tensors[...])
            )
        }
    }

    private func dropping(from value: Tensor, rate: Double, noise: Tensor?, salt: String) -> Tensor {
        guard rate > 0, value.isValid else { return value }
        guard let noise else {
            return value.droppingOut(rate: rate, seed: Self.seed(seed, salt), site: site)
        }
        let isKept = (1 - rate + noise).floor()
        return value / (1 - rate) * isKept
    }

    /// The seed of one op.
    private static func seed(_ seed: Int?, _ salt: String) -> Int? {
        seed.map { Int(MD5.leadingWord("\($0)\(salt)") & 0x7fff_ffff) }
    }
}
