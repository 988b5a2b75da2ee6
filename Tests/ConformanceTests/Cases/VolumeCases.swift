import Adjoint
import AdjointCore

extension OperationCase {
    /// Convolution and pooling of volumes.
    static let volumes: [OperationCase] = [
        OperationCase("Conv3D SAME", inputs: [.random([2, 3, 4, 5, 2]), .random([2, 3, 2, 2, 3])]) {
            $0[0].convolved3D(with: $0[1], padding: .same)
        },
        OperationCase("Conv3D VALID with strides", inputs: [.random([1, 4, 5, 6, 2]), .random([2, 3, 2, 2, 1])]) {
            $0[0].convolved3D(with: $0[1], strides: [2, 1, 3], padding: .valid)
        },
        OperationCase("Conv3D of nothing", inputs: [.random([0, 2, 2, 3, 1]), .random([1, 1, 2, 1, 2])]) {
            $0[0].convolved3D(with: $0[1], padding: .valid)
        },
        OperationCase(
            "Transposed convolution of volumes", inputs: [.random([1, 2, 3, 2, 3]), .random([2, 2, 3, 2, 3])]
        ) { $0[0].convolved3DTransposed(with: $0[1], size: [1, 4, 5, 4, 2], strides: [2, 2, 2]) },
        OperationCase("MaxPool3D SAME", dtypes: [.float32], inputs: [.random([2, 3, 4, 5, 2])]) {
            $0[0].maxPooled3D(window: [2, 2, 3], strides: [1, 2, 2], padding: .same)
        },
        OperationCase("MaxPool3D VALID", dtypes: [.float32], inputs: [.random([1, 4, 4, 2, 3])]) {
            $0[0].maxPooled3D(window: [2, 2, 2])
        },
        OperationCase("AvgPool3D SAME", inputs: [.random([2, 3, 4, 5, 2])]) {
            $0[0].averagePooled3D(window: [2, 2, 3], strides: [1, 2, 2], padding: .same)
        },
        OperationCase("AvgPool3D VALID", inputs: [.random([1, 4, 4, 2, 3])]) {
            $0[0].averagePooled3D(window: [2, 3, 2], strides: [2, 1, 1])
        },
    ]
}
