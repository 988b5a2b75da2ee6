import Adjoint
package import AdjointCore

/// One use of an op that the laws are checked on: how to make its inputs, and how to build it.
package struct OperationCase: Sendable, CustomStringConvertible {
    /// An input of a case.
    package enum Input: Sendable {
        /// Uniform in -1…1 of the element type under test.
        case random([Int])
        /// Uniform in the given range, for functions with a restricted domain or kinks to stay away from.
        case randomIn(ClosedRange<Double>, [Int])
        /// A fixed value of a fixed element type; not differentiated.
        case value(NDArray)
    }

    /// What the case shows.
    package let description: String
    /// The inputs.
    package let inputs: [Input]
    /// Builds the op on placeholders for the inputs and returns its outputs.
    package let build: @Sendable ([Tensor]) -> [Tensor]
    /// The element types that random inputs take.
    package let dtypes: [DType]

    /// A case with one output.
    package init(
        _ description: String, dtypes: [DType] = [.float32, .float64], inputs: [Input],
        build: @escaping @Sendable ([Tensor]) -> Tensor
    ) {
        self.init(description, dtypes: dtypes, inputs: inputs, buildAll: { [build($0)] })
    }

    /// A case with any number of outputs.
    package init(
        _ description: String, dtypes: [DType] = [.float32, .float64], inputs: [Input],
        buildAll build: @escaping @Sendable ([Tensor]) -> [Tensor]
    ) {
        self.description = description
        self.inputs = inputs
        self.dtypes = dtypes
        self.build = build
    }
}
