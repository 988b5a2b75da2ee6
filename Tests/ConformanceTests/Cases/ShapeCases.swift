import Adjoint
import AdjointCore
import AdjointOperations

extension OperationCase {
    /// Shapes, identities, conversions, sources.
    static let shapes: [OperationCase] =
        [
            OperationCase("Identity", inputs: [.random([2, 3])]) { $0[0].identity() },
            OperationCase("IdentityN", inputs: [.random([2, 3]), .random([4])], buildAll: { identities(of: $0) }),
            OperationCase("StopGradient", inputs: [.random([2, 3])]) { $0[0].stopGradient() },
            OperationCase("EnsureShape", inputs: [.random([2, 3])]) { $0[0].ensuringShape([nil, 3]) },
            OperationCase("Cast to float64", dtypes: [.float32], inputs: [.random([2, 3])]) {
                $0[0].cast(to: .float64)
            },
            OperationCase("Cast to int32", inputs: [.randomIn(-9...9, [2, 3])]) { $0[0].cast(to: .int32) },
            OperationCase("Cast to bool", inputs: [.random([2, 3])]) { $0[0].cast(to: .bool) },
            OperationCase("Cast of bool", inputs: [.value(NDArray([true, false]))]) { $0[0].cast(to: .float32) },
            OperationCase("Cast of int32", inputs: [.value(NDArray([Int32(7), -300]))]) { $0[0].cast(to: .uint8) },
            OperationCase("Shape", inputs: [.random([2, 3])]) { $0[0].shapeTensor(dtype: .int64) },
            OperationCase("ShapeN", inputs: [.random([2, 3]), .random([4])], buildAll: { shapeTensors(of: $0) }),
            OperationCase("Rank", inputs: [.random([2, 3])]) { $0[0].rankTensor() },
            OperationCase("Size", inputs: [.random([2, 3])]) { $0[0].sizeTensor() },
            OperationCase("Reshape", inputs: [.random([2, 6])]) { $0[0].reshaped(to: [3, -1]) },
            OperationCase("Reshape to a computed shape", inputs: [.random([2, 6])]) {
                $0[0].reshaped(to: stack([$0[0].shapeTensor()[1], $0[0].shapeTensor()[0]]))
            },
            OperationCase("Reshape of nothing", inputs: [.random([0, 3])]) { $0[0].reshaped(to: [3, 0]) },
            OperationCase("Reshape to a scalar", inputs: [.random([1, 1])]) { $0[0].reshaped(to: []) },
            OperationCase("ExpandDims", inputs: [.random([2, 3])]) { $0[0].expandingDimensions(at: 1) },
            OperationCase("ExpandDims behind", inputs: [.random([2, 3])]) { $0[0].expandingDimensions(at: -1) },
            OperationCase("Squeeze", inputs: [.random([1, 2, 1, 3])]) { $0[0].squeezed() },
            OperationCase("Squeeze of an axis", inputs: [.random([1, 2, 1, 3])]) { $0[0].squeezed(axes: [-2]) },
            OperationCase("Transpose", inputs: [.random([2, 3])]) { $0[0].transposed() },
            OperationCase("Transpose of rank 3", inputs: [.random([2, 3, 4])]) {
                $0[0].transposed(permutation: [1, 2, 0])
            },
            OperationCase("Transpose of nothing", inputs: [.random([2, 0])]) { $0[0].transposed(permutation: [1, 0]) },
            OperationCase("InvertPermutation", inputs: [.value(NDArray([Int32(2), 0, 1]))]) {
                $0[0].invertedPermutation()
            },
            OperationCase("BroadcastTo", inputs: [.random([3])]) { $0[0].broadcast(to: [2, 3]) },
            OperationCase("BroadcastTo of extent 1", inputs: [.random([2, 1, 3])]) { $0[0].broadcast(to: [2, 4, 3]) },
            OperationCase("Tile", inputs: [.random([2, 3])]) { $0[0].tiled(multiples: [2, 3]) },
            OperationCase("Tile to nothing", inputs: [.random([2, 3])]) { $0[0].tiled(multiples: [1, 0]) },
            OperationCase("Fill", inputs: [.random([])]) { $0[0].graph.fill(shape: [2, 3], with: $0[0]) },
            OperationCase("ZerosLike", inputs: [.random([2, 3])]) { $0[0].zerosLike(optimize: false) },
            OperationCase("OnesLike", inputs: [.random([2, 3])]) { $0[0] * $0[0].onesLike(optimize: false) },
            OperationCase("PlaceholderWithDefault", inputs: [.random([2, 3])]) {
                $0[0].graph.placeholder(default: $0[0])
            },
            OperationCase("Range", inputs: [.value(NDArray(Int32(2)))]) {
                $0[0].graph.range(from: $0[0], to: 11, by: 3)
            },
            OperationCase("Range downwards", inputs: [.value(NDArray(Int64(-4)))]) { x in
                let (five, step) = (x[0].graph.constant(Int64(5)), x[0].graph.constant(Int64(-2)))
                return x[0].graph.range(from: five, to: x[0], by: step)
            },
            OperationCase("LinSpace", inputs: [.value(NDArray(Int32(7)))]) {
                $0[0].graph.linearSpace(from: 1.0, through: 2.0, count: $0[0])
            },
            OperationCase("Diag", inputs: [.random([2, 3])]) { $0[0].diagonal() },
            OperationCase("DiagPart", inputs: [.random([2, 3, 2, 3])]) { $0[0].diagonalPart() },
            OperationCase("MatrixDiagV3", inputs: [.random([2, 3])]) { $0[0].matrixDiagonal() },
            OperationCase("MatrixDiagPartV3", inputs: [.random([2, 3, 3])]) { $0[0].matrixDiagonalPart() },
            OperationCase("MatrixDiagPart of wide matrices", inputs: [.random([2, 3, 4])]) {
                $0[0].matrixDiagonalPart()
            },
            OperationCase("MatrixDiagV3 above the main diagonal", inputs: [.random([2, 3])]) {
                $0[0].matrixDiagonal(diagonals: 1, rows: 3, columns: 5)
            },
            OperationCase("MatrixDiagV3 of a band", inputs: [.random([2, 3, 3])]) {
                $0[0].matrixDiagonal(diagonals: [-1, 1])
            },
            OperationCase("MatrixDiagPartV3 of a band", inputs: [.random([2, 3, 4])]) {
                $0[0].matrixDiagonalPart(diagonals: [0, 2], alignment: .leftRight)
            },
            OperationCase("MatrixSetDiagV3", inputs: [.random([2, 3, 4]), .random([2, 3])]) {
                $0[0].settingMatrixDiagonal($0[1])
            },
            OperationCase("MatrixDiag of 2016", inputs: [.random([2, 3])]) { x in
                x[0].graph.addTensor(MatrixDiag(), inputs: x)
            },
            OperationCase("MatrixDiagPart of 2016", inputs: [.random([2, 3, 4])]) { x in
                x[0].graph.addTensor(MatrixDiagPart(), inputs: x)
            },
            OperationCase("Gather of 2016", inputs: [.random([5, 3]), .value(NDArray([Int32(4), 0, 4]))]) { x in
                x[0].graph.addTensor(Gather(), inputs: x)
            },
            OperationCase("Concat of 2016", inputs: [.value(NDArray(Int32(1))), .random([2, 3]), .random([2, 4])]) {
                x in
                x[0].graph.addTensor(Concat(), inputs: x)
            },
            OperationCase("MatrixBandPart", inputs: [.random([2, 3, 4])]) { $0[0].matrixBandPart(lower: 1, upper: 0) },
            OperationCase("MatrixBandPart, all below", inputs: [.random([3, 4])]) {
                $0[0].matrixBandPart(lower: -1, upper: 1)
            },
        ]
        + [
            ("tall", [5, 3], false), ("wide", [2, 3, 5], false), ("square", [3, 3], true),
            ("wide, full", [3, 4], true),
        ].map {
            name, shape, isFull in
            OperationCase(
                "Qr, \(name)", inputs: [.random(shape)],
                buildAll: { x in
                    let factors = x[0].qrFactors(full: isFull)
                    return [factors.q, factors.r]
                })
        }
}
