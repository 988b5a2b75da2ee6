public import AdjointCore
public import AdjointOperations
public import AdjointRuntime

extension Session {
    /// Compares the gradients of a loss with differences of the loss itself, at the variables' values in this session.
    ///
    /// Nothing is added to the graph and no variable changes: the loss and its gradients are built anew in a copy of the
    /// graph in which float32 is float64, so rounding hides no mistake. Each variable is moved along random directions
    /// of length 1, and the derivative is taken from four values of the loss (error of fourth order). The differences
    /// are relative to the larger derivative, or where that is tiny, to the gradient's typical size along a direction
    /// and to the loss.
    /// - Parameters:
    ///   - loss: A tensor of a floating-point type; if it is not a scalar, its sum is taken.
    ///   - variables: What to check; by default the trainable variables that have a value.
    ///   - feeds: What a run of the loss needs.
    ///   - directions: How many directions each variable is moved along.
    ///   - tolerance: The relative difference up to which a gradient counts as right.
    ///   - seed: Where directions are drawn from.
    /// - Throws: ``GraphError`` if the loss draws random numbers or has effects (named), if an op cannot be computed in
    ///   float64, and whatever a run of the loss throws.
    /// - Complexity: 4 · `directions` runs of the loss for each variable.
    public func checkGradients(
        of loss: Tensor, withRespectTo variables: [Variable]? = nil, feeding feeds: Feeds = [:],
        directions: Int = 2, tolerance: Double = 1e-6, seed: Int = 0
    ) throws(GraphError) -> GradientCheck {
        precondition(directions > 0, "at least one direction is needed, not \(directions)")
        try graph.validate()
        let executed = try executedNodes(fetches: [loss], feeding: feeds)
        for index in executed.nodes where executed.snapshot.changesFromRunToRun(index) {
            let node = executed.snapshot[index]
            throw GraphError(
                .gradient, "may give another value in each run, so differences of '\(loss.name)' say nothing",
                operationType: node.type, operationName: node.name, site: node.site,
                remedy: node.definition?.traits.isRandom == true ? "check the loss outside of training" : nil)
        }
        for index in executed.nodes where executed.snapshot[index].definition?.traits.actsWithinRun == true {
            let node = executed.snapshot[index]
            throw GraphError(
                .gradient, "keeps tensors of float32, and gradients are checked in float64",
                operationType: node.type, operationName: node.name, site: node.site,
                remedy: "check a loss without tensor arrays and stacks, such as that of staticRNN")
        }
        let variables = variables ?? graph.trainableVariables.filter { isInitialized($0) }
        let probe = try GradientProbe(of: loss, variables: variables, in: self, feeding: feeds)
        return try probe.check(directions: directions, tolerance: tolerance, seed: seed)
    }
}
