public import AdjointCore

/// Sets a part of a variable and returns its reference. TF: `StridedSliceAssign`.
public struct StridedSliceAssign: StridedAssignment {
    public static let type = "StridedSliceAssign"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("ref", isReference: true), .tensor("begin", "Index", in: .index),
            .tensor("end", "Index", in: .index), .tensor("strides", "Index", in: .index), .tensor("value"),
        ], outputs: [.tensor("output_ref", isReference: true)])
    public static let attributes: [AttributeKey<StridedSliceAssign>] = StridedSliceMasks.attributes(\.masks)

    var masks = StridedSliceMasks()

    public init() {}

    public var traits: OperationTraits { .write(.updates) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [context.shape(0)] }
}
