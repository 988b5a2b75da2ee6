public import AdjointCore

extension Initializer {
    /// Zeros (`false`, empty strings). TF: `zeros_initializer`.
    public static let zeros = Initializer(building: { graph, shape, dtype, site in
        graph.zeros(shape: shape, dtype: dtype, name: "zeros", file: site.fileID, line: site.line)
    })

    /// Ones (`true`). TF: `ones_initializer`.
    public static let ones = Initializer(building: { graph, shape, dtype, site in
        requiring(DTypeSet.numeric.union(DTypeSet(.bool)), dtype, "ones", graph, site)
            ?? graph.ones(shape: shape, dtype: dtype, name: "ones", file: site.fileID, line: site.line)
    })

    /// One number everywhere. TF: `constant_initializer`.
    public static func constant(_ value: some TensorScalar) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            requiring(DTypeSet.numeric.union(DTypeSet(.bool)), dtype, "a number", graph, site)
                ?? graph.addTensor(
                    Const(NDArray(repeating: value, dtype: dtype, dimensions: shape)), name: "Const", site: site)
        })
    }

    /// The elements of an array of the variable's element type and number of elements. TF: `constant_initializer`.
    public static func constant(_ value: NDArray) -> Initializer {
        Initializer(building: { graph, shape, dtype, site in
            guard value.count == shape.reduce(1, *) else {
                return graph.record(
                    GraphError(
                        .variable, "\(value.count) initial elements do not fill a variable \(Shape(shape))", site: site)
                )
            }
            return graph.addTensor(Const(value.reshaped(to: shape)), name: "Const", site: site)
        })
    }

    /// The mistake of initializing a variable of another element type, if it is one.
    static func requiring(
        _ types: DTypeSet, _ dtype: DType, _ what: String, _ graph: Graph, _ site: CreationSite
    ) -> Tensor? {
        guard !types.contains(dtype) else { return nil }
        return graph.record(
            GraphError(.variable, "a variable of \(dtype.name) cannot be initialized with \(what)", site: site))
    }
}
