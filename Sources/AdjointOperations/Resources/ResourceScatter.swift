import AdjointCore

/// A scatter into a variable behind a handle: what `Base` does, without its result. TF: `ResourceScatterAdd` and its
/// like.
struct ResourceScatter<Base: ScatterOperation>: ScatterOperation {
    static var type: String { "Resource" + Base.type }
    static var attributes: [AttributeKey<Self>] { Base.attributes.map { $0.within(\Self.base) } }
    static var update: ReferenceUpdate { Base.update }
    static var picking: Scatter.Picking { Base.picking }

    // The type attribute is called `dtype` where there is a handle and an index is a row, and `T` where coordinates are.
    static var signature: OperationSignature {
        OperationSignature(
            inputs: [
                .tensor(Base.picking == .rows ? "resource" : "ref", .resource),
                .tensor("indices", "Tindices", in: .index),
                .tensor("updates", Base.picking == .rows ? "dtype" : "T"),
            ], outputs: [])
    }

    /// The scatter through a reference.
    var base = Base()
}
