import AdjointCore

/// A reduction of rows picked by indices to a given number of segments: ``SparseSegmentSum`` as
/// `SparseSegmentSumWithNumSegments`.
///
/// Its last input is a scalar; segments without rows are 0. A segment that is not below it is an error of the run.
struct WithNumSegments<Current: SparseSegmentOperation>: SparseSegmentOperation {
    static var type: String { Current.type + "WithNumSegments" }
    static var signature: OperationSignature {
        OperationSignature(
            inputs: Current.signature.inputs + [.tensor("num_segments", "Tnumsegments", in: .index)],
            outputs: Current.signature.outputs)
    }
    static var attributes: [AttributeKey<Self>] { Current.attributes.map { $0.within(\Self.current) } }
    static var reduction: SparseSegmentReduction { Current.reduction }

    /// The op without the number.
    var current = Current()

    init() {}
}
