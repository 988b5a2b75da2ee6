import AdjointCore
import AdjointOperations

/// What convolutional layers have in common: checks, variables, bias, activation.
struct ConvolutionLayer {
    var kind: String
    var filters: Int
    var dataFormat = DataFormat.channelsLast
    var activation: Activation?
    /// The bias's parameter; `nil` for no bias.
    var bias: Parameter?
    var activityRegularizer: Regularizer?
    var isTrainable: Bool
    var name: String?
    var reuse: VariableReuse
    var site: CreationSite

    /// How a variable of the layer is made.
    struct Parameter {
        var name: String
        var initializer: Initializer?
        var regularizer: Regularizer?
        var constraint: Constraint?

        init(
            _ name: String, _ initializer: Initializer?, _ regularizer: Regularizer?, _ constraint: Constraint?
        ) {
            (self.name, self.initializer) = (name, initializer)
            (self.regularizer, self.constraint) = (regularizer, constraint)
        }
    }

    /// Builds the layer in a scope of its own.
    ///
    /// - Parameters:
    ///   - rank: The rank that the input must have.
    ///   - kernels: Each kernel, and its shape for a number of channels.
    ///   - compute: The convolution, from the kernels.
    func build(
        on input: Tensor, rank: Int, kernels: [(parameter: Parameter, shape: (_ channels: Int) -> [Int])],
        _ compute: (_ kernels: [Tensor]) -> Tensor
    ) -> Tensor {
        guard input.isValid else { return input }
        let graph = input.graph
        func mistake(_ kind: GraphError.Kind, _ message: String) -> Tensor {
            graph.record(GraphError(kind, message, operationType: self.kind, operationName: name, site: site))
        }
        let axis = dataFormat == .channelsLast ? rank - 1 : 1
        guard input.shape.rank == rank, let channels = input.shape[axis], channels > 0 else {
            return mistake(
                .shape, "\(kind) needs an input of rank \(rank) whose dimension \(axis) is known, not \(input.shape)")
        }
        let shapes = kernels.map { $0.shape(channels) }
        guard let shape = shapes.first(where: { $0.contains { $0 <= 0 } }) else {
            return graph.layerScope(name, kind: kind, reuse: reuse) {
                func variable(_ parameter: Parameter, _ shape: [Int]) -> Variable {
                    graph.layerVariable(
                        parameter.name, shape: shape, dtype: input.dtype, initializer: parameter.initializer,
                        regularizer: parameter.regularizer, constraint: parameter.constraint,
                        isTrainable: isTrainable, site: site)
                }
                let kernels = zip(kernels, shapes).map { variable($0.parameter, $1) }
                let bias = bias.map { variable($0, [filters]) }
                if let invalid = kernels.first(where: { !$0.isValid }) { return invalid.value }
                var result = compute(kernels.map(\.value))
                if let bias {
                    result = result.addingBias(
                        bias.value, dataFormat: dataFormat, file: site.fileID, line: site.line)
                }
                if let activation { result = activation.apply(to: result) }
                if let activityRegularizer { result.addActivityLoss(activityRegularizer, site: site) }
                return result
            }
        }
        return mistake(.value, "\(kind) needs a positive number of filters and a positive window, not \(shape)")
    }
}
