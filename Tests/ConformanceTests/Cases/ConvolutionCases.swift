import Adjoint
import AdjointCore
import AdjointOperations

extension OperationCase {
    /// Convolutions and batch normalization of images.
    static let convolutions: [OperationCase] =
        geometries.flatMap { geometry in
            [
                OperationCase(
                    "Conv2D \(geometry.name)", inputs: [.random(geometry.image), .random(geometry.filter)]
                ) { $0[0].convolved(with: $0[1], settings: geometry) },
                OperationCase(
                    "DepthwiseConv2dNative \(geometry.name)",
                    inputs: [.random(geometry.image), .random(geometry.filter.dropLast() + [2])]
                ) {
                    $0[0].depthwiseConvolved(
                        with: $0[1], strides: geometry.strides, padding: geometry.padding,
                        dilations: geometry.dilations)
                },
            ]
        } + [
            OperationCase("Conv2D, channels first", inputs: [.random([2, 3, 5, 4]), .random([2, 3, 3, 2])]) {
                $0[0].convolved(with: $0[1], strides: 2, padding: .same, dataFormat: .channelsFirst)
            },
            OperationCase("Conv2D of groups", inputs: [.random([2, 4, 3, 4]), .random([2, 2, 2, 6])]) {
                $0[0].convolved(with: $0[1], padding: .valid)
            },
            OperationCase("Conv2D of one pixel", inputs: [.random([1, 1, 1, 1]), .random([1, 1, 1, 1])]) {
                $0[0].convolved(with: $0[1], padding: .valid)
            },
            OperationCase("Conv2D of no images", inputs: [.random([0, 4, 3, 2]), .random([2, 2, 2, 3])]) {
                $0[0].convolved(with: $0[1], padding: .same)
            },
            OperationCase(
                "Conv2D with whole vectors of outputs", inputs: [.random([1, 3, 4, 2]), .random([2, 3, 2, 16])]
            ) { $0[0].convolved(with: $0[1], padding: .same) },
            OperationCase("Transposed convolution", inputs: [.random([2, 2, 3, 3]), .random([3, 2, 2, 3])]) {
                $0[0].convolvedTransposed(with: $0[1], size: [2, 4, 5, 2], strides: 2)
            },
            OperationCase(
                "Conv2DBackpropFilter", inputs: [.random([2, 4, 3, 2]), .random([2, 2, 3, 3])]
            ) { x in
                var definition = Conv2DBackpropFilter()
                definition.settings.strides = [1, 2, 1, 1]
                let sizes = x[0].graph.constant([Int32(1), 1, 2, 3])
                return x[0].graph.addTensor(definition, inputs: [x[0], sizes, x[1]])
            },
            OperationCase(
                "FusedBatchNormV3", dtypes: [.float32],
                inputs: [.random([2, 3, 4, 2]), .randomIn(0.5...1.5, [2]), .random([2])],
                buildAll: { x in
                    let none = x[0].graph.constant(NDArray([] as [Float]))
                    let result = x[0].fusedBatchNormalized(scale: x[1], offset: x[2], mean: none, variance: none)
                    return [result.output, result.mean, result.variance]
                }),
            OperationCase(
                "FusedBatchNormV3 with moving averages, channels first", dtypes: [.float32],
                inputs: [
                    .random([2, 3, 2, 4]), .randomIn(0.5...1.5, [3]), .random([3]), .random([3]),
                    .randomIn(0.5...1.5, [3]),
                ],
                buildAll: { x in
                    let result = x[0].fusedBatchNormalized(
                        scale: x[1], offset: x[2], mean: x[3], variance: x[4], averageFactor: 0.3,
                        dataFormat: .channelsFirst)
                    return [result.output, result.mean, result.variance]
                }),
            OperationCase(
                "FusedBatchNormV3 in inference", dtypes: [.float32],
                inputs: [
                    .random([2, 3, 2, 4]), .randomIn(0.5...1.5, [4]), .random([4]), .random([4]),
                    .randomIn(0.5...1.5, [4]),
                ]
            ) {
                $0[0].fusedBatchNormalized(
                    scale: $0[1], offset: $0[2], mean: $0[3], variance: $0[4], isTraining: false
                ).output
            },
            OperationCase(
                "FusedBatchNormV3 in inference, channels first", dtypes: [.float32],
                inputs: [
                    .random([2, 4, 2, 3]), .randomIn(0.5...1.5, [4]), .random([4]), .random([4]),
                    .randomIn(0.5...1.5, [4]),
                ]
            ) {
                $0[0].fusedBatchNormalized(
                    scale: $0[1], offset: $0[2], mean: $0[3], variance: $0[4], isTraining: false,
                    dataFormat: .channelsFirst
                ).output
            },
        ] + olderNormalizations + blocks + fusedConvolutions + resizing

    /// A way of sliding a filter over images.
    struct Geometry: Sendable {
        var name: String
        var image = [2, 5, 4, 3]
        var filter = [3, 2, 3, 2]
        var strides: WindowSize = 1
        var padding = WindowPadding.same
        var dilations: WindowSize = 1
    }

    private static let geometries = [
        Geometry(name: "SAME"), Geometry(name: "VALID", padding: .valid),
        Geometry(name: "with strides, SAME", strides: WindowSize(2, 3)),
        Geometry(name: "with strides, VALID", image: [1, 6, 5, 2], filter: [3, 3, 2, 1], strides: 2, padding: .valid),
        Geometry(name: "with dilations", image: [2, 6, 5, 1], filter: [2, 3, 1, 4], dilations: 2),
        Geometry(
            name: "with strides and dilations", image: [2, 7, 6, 2], filter: [2, 2, 2, 3], strides: WindowSize(1, 1),
            padding: .valid, dilations: WindowSize(3, 2)),
        Geometry(
            name: "with explicit padding",
            padding: .explicit(height: Padding(before: 2, after: 1), width: Padding(after: 3))),
        Geometry(name: "with strides beyond the window", image: [2, 7, 5, 2], filter: [1, 2, 2, 3], strides: 3),
    ]

    /// What plans fuse.
    private static let fusedConvolutions: [OperationCase] = [
        OperationCase(
            "Conv2D with bias and rectifier, pooled",
            inputs: [.random([2, 6, 5, 2]), .random([3, 3, 2, 3]), .random([3])]
        ) {
            $0[0].convolved(with: $0[1], padding: .same).addingBias($0[2]).relu().maxPooled(window: 2)
        },
        OperationCase(
            "Conv2D with bias and rectifier, overlapping pools",
            inputs: [.random([1, 5, 5, 2]), .random([2, 2, 2, 3]), .random([3])]
        ) {
            $0[0].convolved(with: $0[1], padding: .same).addingBias($0[2]).relu().maxPooled(window: 3, strides: 1)
        },
        OperationCase(
            "Conv2D with hyperbolic tangent, channels first",
            inputs: [.random([2, 2, 4, 3]), .random([2, 2, 2, 3]), .random([3])]
        ) {
            $0[0].convolved(with: $0[1], padding: .valid, dataFormat: .channelsFirst)
                .addingBias($0[2], dataFormat: .channelsFirst).tanh()
        },
    ]

    /// Images of other sizes, and normalization by neighbors.
    private static let resizing: [OperationCase] = [
        OperationCase("ResizeNearestNeighbor", inputs: [.random([2, 3, 4, 2])]) {
            $0[0].resizedToNearest(size: [7, 3])
        },
        OperationCase("ResizeNearestNeighbor, corners aligned", inputs: [.random([1, 4, 3, 2])]) {
            $0[0].resizedToNearest(size: [6, 5], alignsCorners: true)
        },
        OperationCase("ResizeNearestNeighbor by centers", inputs: [.random([1, 4, 3, 2])]) {
            $0[0].resizedToNearest(size: [3, 7], usesPixelCenters: true)
        },
        OperationCase("ResizeBilinear", dtypes: [.float32], inputs: [.random([2, 3, 4, 2])]) {
            $0[0].resizedBilinearly(size: [7, 3])
        },
        OperationCase("ResizeBilinear, corners aligned", dtypes: [.float32], inputs: [.random([1, 4, 3, 2])]) {
            $0[0].resizedBilinearly(size: [6, 5], alignsCorners: true)
        },
        OperationCase("ResizeBilinear by centers", dtypes: [.float32], inputs: [.random([1, 4, 3, 2])]) {
            $0[0].resizedBilinearly(size: [3, 7], usesPixelCenters: true)
        },
        OperationCase("LRN", dtypes: [.float32], inputs: [.random([2, 2, 3, 7])]) {
            $0[0].locallyNormalized(radius: 2, bias: 1.5, alpha: 0.3, beta: 0.75)
        },
        OperationCase("LRN of few channels", dtypes: [.float32], inputs: [.random([1, 2, 2, 3])]) {
            $0[0].locallyNormalized()
        },
    ]

    /// Blocks of pixels moved about.
    private static let blocks: [OperationCase] = [
        OperationCase("SpaceToBatchND", inputs: [.random([2, 4, 5, 3])]) {
            $0[0].spaceToBatch(blockShape: [2, 3], paddings: [Padding(before: 1, after: 1), Padding(after: 1)])
        },
        OperationCase("SpaceToBatchND of one dimension", inputs: [.random([2, 4, 3])]) {
            $0[0].spaceToBatch(blockShape: [2], paddings: [Padding()])
        },
        OperationCase("BatchToSpaceND", inputs: [.random([12, 3, 2, 2])]) {
            $0[0].batchToSpace(blockShape: [2, 3], crops: [Padding(before: 1, after: 2), Padding(after: 1)])
        },
        OperationCase("SpaceToBatch", inputs: [.random([2, 3, 4, 2])]) { x in
            let paddings = x[0].graph.constant(NDArray([1, 0, 0, 0] as [Int32], dimensions: [2, 2]))
            return x[0].graph.addTensor(SpaceToBatch(blockSize: 2), inputs: x + [paddings])
        },
        OperationCase("BatchToSpace", inputs: [.random([8, 3, 2, 2])]) { x in
            let crops = x[0].graph.constant(NDArray([1, 0, 0, 1] as [Int32], dimensions: [2, 2]))
            return x[0].graph.addTensor(BatchToSpace(blockSize: 2), inputs: x + [crops])
        },
        OperationCase("SpaceToDepth", inputs: [.random([2, 4, 6, 3])]) { $0[0].spaceToDepth(blockSize: 2) },
        OperationCase("DepthToSpace", inputs: [.random([2, 3, 2, 8])]) { $0[0].depthToSpace(blockSize: 2) },
        OperationCase("SpaceToDepth, channels first", inputs: [.random([1, 3, 4, 2])]) {
            $0[0].spaceToDepth(blockSize: 2, dataFormat: .channelsFirst)
        },
    ]

    private static let olderNormalizations: [OperationCase] = [
        OperationCase(
            "FusedBatchNorm", dtypes: [.float32],
            inputs: [.random([2, 3, 4, 2]), .randomIn(0.5...1.5, [2]), .random([2])],
            buildAll: { x in
                let none = x[0].graph.constant(NDArray([] as [Float]))
                return Array(
                    x[0].graph.addTensors(FusedBatchNorm(), inputs: x + [none, none], count: 5).prefix(3))
            }),
        OperationCase(
            "FusedBatchNormV2", dtypes: [.float32],
            inputs: [.random([2, 3, 4, 2]), .randomIn(0.5...1.5, [2]), .random([2])],
            buildAll: { x in
                let none = x[0].graph.constant(NDArray([] as [Float]))
                return Array(
                    x[0].graph.addTensors(FusedBatchNormV2(), inputs: x + [none, none], count: 5).prefix(3))
            }),
    ]
}

extension Tensor {
    fileprivate func convolved(with filter: Tensor, settings: OperationCase.Geometry) -> Tensor {
        convolved(
            with: filter, strides: settings.strides, padding: settings.padding, dilations: settings.dilations)
    }
}
