public import AdjointCore

/// Sets a part of the variable behind a handle. TF: `ResourceStridedSliceAssign`.
public struct ResourceStridedSliceAssign: StridedAssignment {
    public static let type = "ResourceStridedSliceAssign"
    public static let signature = OperationSignature(
        inputs: [
            .tensor("ref", .resource), .tensor("begin", "Index", in: .index), .tensor("end", "Index", in: .index),
            .tensor("strides", "Index", in: .index), .tensor("value"),
        ], outputs: [])
    public static let attributes: [AttributeKey<ResourceStridedSliceAssign>] = StridedSliceMasks.attributes(\.masks)

    var masks = StridedSliceMasks()

    public init() {}

    public var traits: OperationTraits { .write(.updates, isInputZeroReturned: false) }

    public func inferShapes(_ context: ShapeContext) throws -> [Shape] { [] }
}
