import Adjoint
import AdjointCore
import AdjointOperations

extension OperationCase {
    /// Pooling.
    static let pooling: [OperationCase] =
        windows.flatMap { window in
            [
                OperationCase("MaxPool \(window.name)", inputs: [.random(window.image)]) {
                    $0[0].maxPooled(window: window.size, strides: window.strides, padding: window.padding)
                },
                OperationCase("AvgPool \(window.name)", inputs: [.random(window.image)]) {
                    $0[0].averagePooled(window: window.size, strides: window.strides, padding: window.padding)
                },
                OperationCase("MaxPoolV2 \(window.name)", inputs: [.random(window.image)]) { x in
                    var definition = MaxPoolV2()
                    definition.settings.padding = window.padding == .same ? .same : .valid
                    let sizes = [window.size, window.strides ?? window.size].map {
                        x[0].graph.constant([1, Int32($0.height), Int32($0.width), 1])
                    }
                    return x[0].graph.addTensor(definition, inputs: x + sizes)
                },
                OperationCase(
                    "MaxPoolWithArgmax \(window.name)", inputs: [.random(window.image)],
                    buildAll: {
                        let result = $0[0].maxPooledWithIndices(
                            window: window.size, strides: window.strides, padding: window.padding)
                        return [result.values, result.indices]
                    }),
            ]
        } + [
            OperationCase("MaxPool, channels first", inputs: [.random([2, 3, 5, 4])]) {
                $0[0].maxPooled(window: 2, padding: .same, dataFormat: .channelsFirst)
            },
            OperationCase("AvgPool, channels first", inputs: [.random([2, 3, 5, 4])]) {
                $0[0].averagePooled(window: WindowSize(3, 2), strides: 1, padding: .same, dataFormat: .channelsFirst)
            },
            OperationCase("MaxPool of 19 channels", inputs: [.random([1, 2, 4, 19])]) {
                $0[0].maxPooled(window: 2)
            },
            OperationCase("MaxPool of no images", inputs: [.random([0, 4, 4, 2])]) { $0[0].maxPooled(window: 2) },
            OperationCase(
                "MaxPoolWithArgmax of int32 indices in the batch", inputs: [.random([2, 4, 4, 3])],
                buildAll: {
                    let result = $0[0].maxPooledWithIndices(window: 2, indexType: .int32, includingBatch: true)
                    return [result.values, result.indices]
                }),
        ]

    private struct Window: Sendable {
        var name: String
        var image = [2, 5, 4, 3]
        var size: WindowSize = 2
        var strides: WindowSize?
        var padding = WindowPadding.valid
    }

    private static let windows = [
        Window(name: "VALID"), Window(name: "SAME", padding: .same),
        Window(name: "with overlap", size: WindowSize(3, 2), strides: 1),
        Window(name: "with overlap, SAME", size: 3, strides: WindowSize(1, 2), padding: .same),
        Window(name: "with gaps", image: [1, 7, 5, 2], size: WindowSize(2, 1), strides: 3),
        Window(name: "of all", size: WindowSize(5, 4)),
    ]
}
