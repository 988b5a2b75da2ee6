import Adjoint
import Foundation
import Testing

/// Conditionals and loops built here: values, gradients, and what TensorFlow's names promise.
@Suite struct ControlFlowTests {
    private func scalar(_ value: NDArray) throws -> Double { try Double(value.scalar(as: Float.self)) }

    @Test func onlyTheSideTakenRuns() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [], name: "x")
        let v = graph.variable(Float(1), name: "v")
        let y = cond(x.isGreater(than: graph.constant(Float(0)))) {
            v.assignAdd(10)
        } else: {
            v.value * x
        }
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(y, as: Float.self, feeding: [x: Float(-2)]) == -2)
        #expect(try session.run(v.value, as: Float.self) == 1)
        #expect(try session.run(y, as: Float.self, feeding: [x: Float(2)]) == 11)
        #expect(try session.run(v.value, as: Float.self) == 11)
    }

    @Test func aSideForOtherShapesFailsOnlyIfTaken() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: .unknown, name: "x")
        let isTaken = graph.placeholder(.float32, shape: [], name: "is_taken")
        let y = cond(isTaken.isGreater(than: graph.constant(Float(0)))) {
            matmul(x, graph.constant(NDArray([Float](repeating: 1, count: 10), dimensions: [5, 2])), name: "product")
                .sum()
        } else: {
            x.sum()
        }
        let session = try Session(graph)
        let square = NDArray([1, 2, 3, 4] as [Float], dimensions: [2, 2])
        #expect(try session.run(y, as: Float.self, feeding: [x: square, isTaken: Float(-1)]) == 10)
        let error = #expect(throws: GraphError.self) {
            try session.run(y, as: Float.self, feeding: [x: square, isTaken: Float(1)])
        }
        #expect(error?.operationName == "cond/product")
        #expect(error?.kind == .shape)
    }

    @Test func aVariableUnderAnotherShapeKeepsThatShapeInASide() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [], name: "x")
        let v = graph.variable(NDArray([1, 2, 3, 4] as [Float], dimensions: [2, 2]), name: "v")
        let y = cond(x.isGreater(than: graph.constant(Float(0)))) {
            v.value.reshaped(to: [-1]).gathered(at: graph.constant(Int32(3)))
        } else: {
            x
        }
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(y, as: Float.self, feeding: [x: Float(2)]) == 4)
    }

    @Test func operationsOfASideRun() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [], name: "x")
        let v = graph.variable(Float(1), name: "v")
        let update = cond(x.isGreater(than: graph.constant(Float(0)))) {
            [v.assignAdd(10).operation]
        } else: {
            []
        }
        let session = try Session(graph)
        try session.initializeVariables()
        try session.run(update, feeding: [x: Float(-1)])
        #expect(try session.run(v.value, as: Float.self) == 1)
        try session.run(update, feeding: [x: Float(1)])
        #expect(try session.run(v.value, as: Float.self) == 11)
    }

    @Test func namesAreTensorFlows() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [2], name: "x")
        _ = cond(x.sum().isGreater(than: graph.constant(Float(0)))) {
            x * x
        } else: {
            x + x
        }
        _ = whileLoop([graph.constant(Int32(0)), x]) {
            $0[0].isLess(than: graph.constant(Int32(3)))
        } do: {
            [$0[0] + 1, $0[1] * x]
        }
        for name in [
            "cond/Switch", "cond/switch_t", "cond/switch_f", "cond/pred_id", "cond/mul/Switch", "cond/Merge",
            "while/Enter", "while/Enter_1", "while/Merge", "while/LoopCond", "while/Switch", "while/Identity",
            "while/mul/Enter", "while/NextIteration", "while/Exit", "while/Exit_1",
        ] {
            _ = try graph.operation(name)
        }
        #expect(try graph.operation("cond/add/Switch").inputs.map(\.name) == ["x:0", "cond/pred_id:0"])
        #expect(try graph.operation("while/Merge").inputs.map(\.name) == ["while/Enter:0", "while/NextIteration:0"])
        #expect(try graph.operation("while/add/y").controlInputs.map(\.name) == ["while/Identity"])
    }

    @Test func gradientsPassALoop() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [], name: "x")
        let w = graph.placeholder(.float32, shape: [], name: "w")
        let n = graph.placeholder(.int32, shape: [], name: "n")
        let y = whileLoop([graph.constant(Int32(0)), x]) {
            $0[0].isLess(than: n)
        } do: {
            [$0[0] + 1, $0[1] * w]
        }[1]
        let gradients = graph.gradients(of: y, withRespectTo: [x, w]).compactMap(\.self)
        let session = try Session(graph)
        for count in [0, 1, 5] as [Int32] {
            let values = try session.run([y] + gradients, feeding: [x: Float(3), w: Float(2), n: count]).map(scalar)
            let power = Double(1 << count)
            #expect(values == [3 * power, power, count == 0 ? 0 : 3 * Double(count) * power / 2])
        }
    }

    @Test func gradientsPassLoopsAndConditionalsInEachOther() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [], name: "x")
        let n = graph.placeholder(.int32, shape: [], name: "n")
        let y = cond(n.isGreater(than: graph.constant(Int32(100)))) {
            x
        } else: {
            whileLoop([graph.constant(Int32(0)), x]) {
                $0[0].isLess(than: n)
            } do: { outer in
                let inner = whileLoop([graph.constant(Int32(0)), outer[1]]) {
                    $0[0].isLessOrEqual(to: outer[0])
                } do: { values in
                    let isOdd = values[0].modulo(2).isEqual(to: graph.constant(Int32(1)))
                    return [
                        values[0] + 1,
                        cond(isOdd) {
                            values[1] * x
                        } else: {
                            values[1].exp() * Float(0.4)
                        },
                    ]
                }
                return [outer[0] + 1, inner[1].sin()]
            }[1]
        }
        let gradient = try #require(graph.gradients(of: y, withRespectTo: [x])[0])
        let session = try Session(graph)
        func value(_ x: Double) -> Double {
            var y = x
            for i in 0..<3 {
                for j in 0...i { y = j % 2 == 1 ? y * x : exp(y) * 0.4 }
                y = sin(y)
            }
            return y
        }
        let values = try session.run([y, gradient], feeding: [x: Float(0.9), n: Int32(3)]).map(scalar)
        #expect(abs(values[0] - value(0.9)) < 1e-6)
        #expect(abs(values[1] - (value(0.9 + 1e-6) - value(0.9 - 1e-6)) / 2e-6) < 1e-5)
        #expect(
            try session.run([y, gradient], feeding: [x: Float(0.9), n: Int32(101)]).map(scalar) == [
                Double(Float(0.9)), 1,
            ])
    }

    @Test func aLoopsGradientIsNotDifferentiatedAgain() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [], name: "x")
        let y = whileLoop([graph.constant(Int32(0)), x]) {
            $0[0].isLess(than: graph.constant(Int32(3)))
        } do: {
            [$0[0] + 1, $0[1] * x]
        }[1]
        let first = try #require(graph.gradients(of: y, withRespectTo: [x])[0])
        _ = graph.gradients(of: first, withRespectTo: [x])
        #expect(graph.mistakes.first?.kind == .gradient)
    }

    @Test func whatABodyGetsWrongIsNamed() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [1], name: "x")
        _ = whileLoop([graph.constant(Int32(0)), x]) {
            $0[0].isLess(than: graph.constant(Int32(3)))
        } do: {
            [$0[0] + 1, concatenate([$0[1], x], axis: 0)]
        }
        #expect(graph.mistakes.first?.kind == .shape)
        #expect(graph.mistakes.first?.remedy?.contains("shapes:") == true)
    }

    @Test func whatIsInsideALoopCannotBeFetched() throws {
        let graph = Graph()
        _ = whileLoop([graph.constant(Int32(0))]) {
            $0[0].isLess(than: graph.constant(Int32(3)))
        } do: {
            [$0[0] + 1]
        }
        let session = try Session(graph)
        #expect(throws: GraphError.self) { try session.run(graph.tensor("while/add:0")) }
    }

    @Test func anAssertionShowsItsData() throws {
        let graph = Graph()
        let x = graph.placeholder(.float32, shape: [nil], name: "x")
        let assertion = try #require(
            graph.add(Assert(), inputs: [x.sum().isGreater(than: graph.constant(Float(0))), x]))
        let session = try Session(graph)
        try session.run(assertion, feeding: [x: [Float(1), 2]])
        let error = #expect(throws: GraphError.self) { try session.run(assertion, feeding: [x: [Float(-1), -2]]) }
        #expect(error?.message.contains("[-1.0 -2.0]") == true)
    }

    @Test func aVariableReadInALoopMustBeInitialized() throws {
        let graph = Graph()
        let v = graph.variable(Float(1), name: "v")
        let n = graph.placeholder(.int32, shape: [], name: "n")
        let y = whileLoop([graph.constant(Int32(0)), graph.constant(Float(1))]) {
            $0[0].isLess(than: n)
        } do: {
            [$0[0] + 1, $0[1] * v.value]
        }[1]
        let session = try Session(graph)
        #expect(try session.run(y, as: Float.self, feeding: [n: Int32(0)]) == 1)
        let error = #expect(throws: GraphError.self) { try session.run(y, feeding: [n: Int32(2)]) }
        #expect(error?.kind == .uninitializedVariables)
    }
}
