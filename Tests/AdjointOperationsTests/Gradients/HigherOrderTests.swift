import AdjointCore
import AdjointOperations
import AdjointRuntime
import Testing

@Suite("Derivatives of higher order")
struct HigherOrderTests {
    private let graph = Graph()

    private func doubles(_ tensor: Tensor?, _ feeds: Feeds) throws -> [Double] {
        let tensor = try #require(tensor)
        return try #require(try Session(graph).run(tensor, feeding: feeds).doubles)
    }

    private func vector(_ numbers: [Double]) -> NDArray { NDArray(numbers) }

    @Test("the jacobian of a matrix product is the matrix")
    func jacobianOfAProduct() throws {
        let x = graph.placeholder(.float64, shape: [3], name: "x")
        let matrix = graph.constant([1, 2, 3, 4, 5, 6] as [Double], shape: [2, 3])
        let y = matrix.multiplied(byMatrix: x.reshaped(to: [3, 1])).reshaped(to: [2])
        let jacobian = graph.jacobian(of: y, withRespectTo: x)
        #expect(jacobian?.shape == [2, 3])
        #expect(try doubles(jacobian, [x: vector([7, 8, 9])]) == [1, 2, 3, 4, 5, 6])
    }

    @Test("a jacobian has the shapes of both one after the other, known when it is built or only in the run")
    func jacobianShapes() throws {
        let values = NDArray((1...6).map(Double.init), dimensions: [2, 3])
        for shape in [[2, 3], [nil, 3]] as [Shape] {
            let graph = Graph()
            let x = graph.placeholder(.float64, shape: shape, name: "x")
            let y = x.squared().reshaped(to: [3, 2])
            let jacobian = try #require(graph.jacobian(of: y, withRespectTo: x))
            let value = try Session(graph).run(jacobian, feeding: [x: values])
            #expect(value.dimensions == [3, 2, 2, 3])
            var expected = [Double](repeating: 0, count: 36)
            for index in 0..<6 { expected[index * 7] = Double(2 * (index + 1)) }
            #expect(value.doubles == expected)
        }
    }

    @Test("the jacobian of a scalar is its gradient; that of nothing is empty")
    func jacobianOfAScalar() throws {
        let x = graph.placeholder(.float64, shape: [2], name: "x")
        let jacobian = graph.jacobian(of: x.squared().sum(), withRespectTo: x)
        #expect(jacobian?.shape == [2])
        #expect(try doubles(jacobian, [x: vector([3, 4])]) == [6, 8])
        let empty = graph.jacobian(of: x[0..<0], withRespectTo: x)
        #expect(empty?.shape == [0, 2])
    }

    @Test("without a path there is no jacobian and no hessian")
    func missing() throws {
        let x = graph.placeholder(.float64, shape: [2], name: "x")
        let z = graph.placeholder(.float64, shape: [2], name: "z")
        #expect(graph.jacobian(of: x * 2, withRespectTo: z) == nil)
        #expect(graph.hessian(of: (x * 2).sum(), withRespectTo: z) == nil)
        #expect(graph.hessian(of: (x * 2).sum(), withRespectTo: x) == nil)
        let products = graph.hessianVectorProduct(
            of: (x * x + z).sum(), withRespectTo: [x, z], along: [x, z])
        #expect(products[0] != nil && products[1] == nil)
        try graph.validate()
    }

    @Test("mistakes name what is wrong")
    func mistakes() throws {
        let x = graph.placeholder(.float64, shape: [nil], name: "x")
        _ = graph.jacobian(of: x.squared(), withRespectTo: x)
        #expect("\(graph.mistakes[0])".contains("needs its shape"))
        _ = graph.hessianVectorProduct(of: x.squared().sum(), withRespectTo: [x], along: [])
        #expect("\(graph.mistakes[1])".contains("0 vectors for 1 tensors"))
    }

    @Test("the hessian of a polynomial is the one worked out by hand")
    func hessian() throws {
        // f = x₀²·x₁ + x₁³; second derivatives 2x₁, 2x₀, 2x₀, 6x₁.
        let x = graph.placeholder(.float64, shape: [2], name: "x")
        let cube = x[1].squared() * x[1]
        let y = x[0].squared() * x[1] + cube
        let hessian = graph.hessian(of: y, withRespectTo: x)
        #expect(try doubles(hessian, [x: vector([3, 5])]) == [10, 6, 6, 30])
    }

    @Test("the product with a vector is the hessian's, for every function")
    func hessianVectorProduct() throws {
        let functions: [(Tensor) -> Tensor] = [
            { $0.tanh().sum() }, { ($0.squared().sum() + 1).log() }, { $0.sigmoid().squared().sum() },
            { $0.softmax()[0] },
        ]
        for function in functions {
            let graph = Graph()
            let x = graph.placeholder(.float64, shape: [4], name: "x")
            let v = graph.placeholder(.float64, shape: [4], name: "v")
            let y = function(x)
            let hessian = try #require(graph.hessian(of: y, withRespectTo: x))
            let product = try #require(graph.hessianVectorProduct(of: y, withRespectTo: [x], along: [v])[0])
            let direction = [0.3, -1.2, 0.7, 2.0]
            let values = try Session(graph).run(
                [hessian, product], feeding: [x: vector([0.2, -0.4, 1.1, 0.9]), v: vector(direction)])
            let matrix = try #require(values[0].doubles)
            for (row, element) in try #require(values[1].doubles).enumerated() {
                let expected = (0..<4).reduce(0) { $0 + matrix[row * 4 + $1] * direction[$1] }
                #expect(abs(element - expected) < 1e-12)
            }
            for row in 0..<4 {
                for column in 0..<row { #expect(abs(matrix[row * 4 + column] - matrix[column * 4 + row]) < 1e-12) }
            }
        }
    }

    @Test("gradients of gradients of gradients: the derivatives of x⁵")
    func repeatedGradients() throws {
        let x = graph.placeholder(.float64, shape: [], name: "x")
        var derivative = x.squared().squared() * x
        var expected = 32.0
        for factor in [5.0, 4, 3, 2, 1] {
            derivative = try #require(graph.gradients(of: derivative, withRespectTo: [x])[0])
            expected *= factor / 2
            #expect(try Session(graph).run(derivative, as: Double.self, feeding: [x: 2.0]) == expected)
        }
        #expect(graph.gradients(of: derivative, withRespectTo: [x])[0] == nil)
    }
}
