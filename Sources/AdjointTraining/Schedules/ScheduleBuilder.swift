public import AdjointCore
public import AdjointOperations

/// What counts steps: a variable such as the global step, or a tensor.
public protocol StepCounter: Sendable {
    /// The count, a scalar of an integer or floating-point type.
    var stepTensor: Tensor { get }
}

extension Variable: StepCounter { public var stepTensor: Tensor { value } }
extension Tensor: StepCounter { public var stepTensor: Tensor { self } }

/// Builds the nodes that schedules have in common, in float32 and named as TensorFlow names them.
struct ScheduleBuilder {
    let graph: Graph
    let site: CreationSite

    /// Runs `body` in a name scope of its own; `body` is given the scope's own name.
    static func build(
        _ name: String, _ step: some StepCounter, _ site: CreationSite,
        _ body: (ScheduleBuilder, _ step: Tensor, _ ownName: String) -> Tensor
    ) -> Tensor {
        let step = step.stepTensor
        guard step.isValid else { return step }
        let builder = ScheduleBuilder(graph: step.graph, site: site)
        let scope = step.graph.resolveNameScope(name)
        return step.graph.nameScope(scope + "/") { body(builder, step, scope + "/") }
    }

    /// The rate that a schedule starts from.
    func initialRate(_ rate: some HyperparameterConvertible) -> Tensor {
        rate.hyperparameter.tensor(in: graph, name: "initial_learning_rate", site: site)
    }

    /// A number in a scope `Cast`, or a tensor cast to float32.
    func number(_ value: some HyperparameterConvertible) -> Tensor {
        switch value.hyperparameter {
        case .tensor(let tensor): return float(tensor)
        case .constant(let number):
            return graph.nameScope("Cast") {
                graph.constant(Float(number), name: "x", file: site.fileID, line: site.line)
            }
        }
    }

    /// The tensor as float32.
    func float(_ tensor: Tensor) -> Tensor { tensor.cast(to: .float32, file: site.fileID, line: site.line) }

    /// An op of two inputs under a given name.
    func apply(_ definition: some OperationDefinition, _ left: Tensor, _ right: Tensor, name: String) -> Tensor {
        graph.addTensor(definition, inputs: [left, right], name: name, site: site)
    }

    /// 1/2·(1 + cos(π·x)).
    func halfCosine(_ x: Tensor) -> Tensor {
        let pi = graph.constant(Float.pi, name: "Const", file: site.fileID, line: site.line)
        return 0.5 * (1 + (pi * x).cos(file: site.fileID, line: site.line))
    }
}
