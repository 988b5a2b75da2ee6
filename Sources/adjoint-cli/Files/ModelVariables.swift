import Adjoint

/// The variables of an imported graph, and the saver that its file brings with it.
struct ModelVariables {
    private let graph: Graph
    private let saver: SaverDef?
    /// All variables that some collection names.
    private let variables: [Variable]

    init(of graph: Graph, saver: SaverDef?) {
        self.graph = graph
        self.saver = saver
        var seen: Set<Tensor> = []
        variables = graph.collectionKeys.flatMap { graph.variables(in: $0) }
            .filter { seen.insert($0.reference).inserted }
    }

    /// The saver of the file, or one of all variables by their own names.
    private func makeSaver() -> Saver {
        if let saver, let imported = try? Saver(graph, definition: saver) { return imported }
        return Saver(variables)
    }

    /// Runs every initializer; one that cannot run leaves its variable uninitialized, which is told by the run that
    /// needs it.
    func initialize(_ session: Session) {
        guard !variables.isEmpty else { return }
        let initializers = variables.map(\.initializer).filter(\.isValid)
        if (try? session.run(targets: initializers)) != nil { return }
        for initializer in initializers { try? session.run(initializer) }
    }

    /// Fills the tables that the graph says to fill; a table that cannot be filled is told by the run that needs it.
    func initializeTables(_ session: Session) {
        for operation in graph.operations(in: "table_initializer") { try? session.run(operation) }
    }

    /// What a checkpoint would give the variables.
    ///
    /// - Throws: what reading the checkpoint throws.
    func plan(for prefix: String) throws -> RestorePlan { try makeSaver().plan(for: prefix) }

    /// Gives every variable that the checkpoint has its value.
    ///
    /// - Throws: `RestoreError` for a tensor of another shape or element type than the variable's; what reading the
    ///   checkpoint throws.
    func restore(_ session: Session, from prefix: String) throws {
        guard !variables.isEmpty || saver != nil else { return }
        try makeSaver().restore(session, from: prefix, allowing: .missing)
    }

    /// Saves the variables that have values.
    ///
    /// - Throws: what `Saver.save` throws.
    func save(_ session: Session, to prefix: String) throws {
        let saver = makeSaver()
        let names = Set(saver.variableNames)
        let initialized = variables.filter { session.isInitialized($0) }
        let isWhole = names.isSubset(of: initialized.map(\.name))
        try (isWhole ? saver : Saver(initialized)).save(session, to: prefix)
    }
}
