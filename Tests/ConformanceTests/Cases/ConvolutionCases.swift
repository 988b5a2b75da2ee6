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
        ] + olderNormalizations

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
