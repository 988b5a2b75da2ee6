import Adjoint

/// The variables of an imported graph, whichever collections name them.
struct ModelVariables {
    private let variables: [any GraphVariable]

    init(of graph: Graph) {
        var seen: Set<Tensor> = []
        var variables: [any GraphVariable] = []
        for key in graph.collectionKeys {
            for variable in graph.graphVariables(in: key) where seen.insert(variable.reference).inserted {
                variables.append(variable)
            }
        }
        self.variables = variables
    }

    /// Runs every initializer; one that cannot run leaves its variable uninitialized, which is told by the run that
    /// needs it.
    func initialize(_ session: Session) {
        guard !variables.isEmpty else { return }
        if (try? session.run(targets: variables.map(\.initializer))) != nil { return }
        for variable in variables { try? session.run(variable.initializer) }
    }

    /// Gives every variable that the checkpoint has its value.
    ///
    /// - Throws: ``CommandFailure`` for a tensor of another shape or element type than the variable's; what reading the
    ///   checkpoint throws.
    func restore(_ session: Session, from prefix: String) throws {
        let checkpoint = try Checkpoint.open(prefix)
        var targets: [Operation] = []
        var feeds: Feeds = [:]
        for variable in variables {
            let name = variable.reference.operation.name
            guard let tensor = checkpoint.tensor(named: name), variable.initializer.inputs.count == 2 else { continue }
            let value = variable.initializer.inputs[1]
            guard let array = NDArray(try checkpoint.array(tensor)), array.dtype == value.dtype,
                variable.reference.shape.isCompatible(with: array.shape)
            else {
                throw CommandFailure(
                    .dataError,
                    "\(prefix): the tensor '\(name)' is \(tensor.dtype.spelling) \(tensor.shape), the variable "
                        + "\(variable.reference.type)")
            }
            feeds[value] = array
            targets.append(variable.initializer)
        }
        if !targets.isEmpty { try session.run(targets: targets, feeding: feeds) }
    }

    /// The values of all initialized variables by name, sorted.
    ///
    /// - Throws: `GraphError`.
    func values(in session: Session) throws -> [(name: String, array: StoredArray)] {
        let initialized = variables.filter { session.isInitialized($0) }
            .sorted { $0.reference.operation.name < $1.reference.operation.name }
        let values = initialized.isEmpty ? [] : try session.run(initialized.map(\.reference))
        return zip(initialized, values).map { ($0.reference.operation.name, StoredArray($1)) }
    }
}
