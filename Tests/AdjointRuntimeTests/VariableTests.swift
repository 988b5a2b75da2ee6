import Adjoint
import AdjointCore
import AdjointOperations
import AdjointRuntime
import Testing

/// The order of reads and writes. Where TensorFlow orders a read and a write, the results agree with it; where it
/// leaves them open, the rule here is: reads first, writes as they were built.
@Suite struct VariableTests {
    @Test func valuesStayBetweenRuns() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let increment = v.assignAdd(2)
        let session = try Session(graph)
        try session.initializeVariables()
        for expected in [3, 5, 7] as [Float] { #expect(try session.run(increment, as: Float.self) == expected) }
        #expect(try session.run(v.value, as: Float.self) == 7)
    }

    @Test func initializingKeepsWhatHasAValue() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let session = try Session(graph)
        try session.initializeVariables()
        _ = try session.run(v.assign(5))
        let late = graph.variable(9 as Float, name: "late")
        try session.initializeVariables()
        #expect(try session.run([v.value, late.value]).map { try $0.scalar(as: Float.self) } == [5, 9])
    }

    @Test("variables of graphs from before 0.12, whose shapes are not stated, have values to fetch")
    func legacyVariables() throws {
        let graph = Graph()
        let reference = graph.addTensor(
            LegacyVariable(.float32, shape: .scalar), inputs: [], name: "v", site: CreationSite(#fileID, #line))
        let value = reference.identity(name: "v/read")
        let initial = graph.constant(Float(2))
        let assign = graph.addTensor(Assign(), inputs: [reference, initial], name: "v/Assign", site: nil)
        let variable = Variable(
            reference: reference, value: value, initializer: assign.operation, initialValue: initial,
            isTrainable: true)
        let session = try Session(graph)
        try session.run(assign.operation)
        #expect(try session.value(of: variable).doubles == [2])
        #expect(try session.run([value, reference]).map(\.doubles) == [[2], [2]])
        #expect(try session.run(fetches: [value], targets: [assign.operation])[0].doubles == [2])
    }

    @Test func aReadNotOrderedAgainstAWriteComesFirst() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let write = v.assign(10)
        let read = v.value * 2  // built after the write
        let session = try Session(graph)
        try session.initializeVariables()
        let values = try session.run(fetches: [read], targets: [write.operation])
        #expect(try values[0].scalar(as: Float.self) == 2)
    }

    @Test func aReadOrderedAfterAWriteSeesIt() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let write = v.assign(10)
        // Through the old `v/read`: what counts is when the consumer runs.
        let read = graph.withControlDependencies(on: [write.operation]) { v.value * 2 }
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(read, as: Float.self) == 20)
    }

    @Test func anAssignmentsOutputIsTheNewValue() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let after = v.assign(v.value + 4) * 10
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(after, as: Float.self) == 50)
        #expect(try session.run(after, as: Float.self) == 90)
    }

    @Test func twoUnorderedWritesRunAsTheyWereBuilt() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let double = v.assign(v.value * 2)
        let add = v.assignAdd(3)
        let session = try Session(graph)
        try session.initializeVariables()
        try session.run(targets: [add.operation, double.operation])
        #expect(try session.run(v.value, as: Float.self) == 5)
    }

    @Test func aFetchedVariableIsCopiedAtItsPlace() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let write = v.assign(10)
        let session = try Session(graph)
        try session.initializeVariables()
        let before = try session.run(fetches: [v.value], targets: [write.operation])[0]
        #expect(try before.scalar(as: Float.self) == 1)
        let later = try session.run(v.value)
        _ = try session.run(v.assign(20))
        #expect(try later.scalar(as: Float.self) == 10)
    }

    @Test func movingAveragesAfterTheUpdateSeeTheNewWeights() throws {
        let graph = Graph()
        let w = graph.variable(1 as Float, name: "w")
        let average = graph.variable(0 as Float, isTrainable: false, name: "average")
        let train = w.assignSub(0.5)
        let update = graph.withControlDependencies(on: [train.operation]) {
            average.assignSub((average.value - w.value) * 0.5)
        }
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(update, as: Float.self) == 0.25)
        #expect(try session.run(w.value, as: Float.self) == 0.5)
    }

    @Test func aCircleOfReadsAndWritesIsBrokenByACopy() throws {
        // a ← f(b) and b ← f(a), each reading after the other's write could only be wrong: both read the old values.
        let graph = Graph()
        let a = graph.variable(1 as Float, name: "a")
        let b = graph.variable(2 as Float, name: "b")
        let toA = a.assign(b.value + 0)
        let toB = b.assign(a.value + 0)
        let swapped = try Session(graph)
        try swapped.initializeVariables()
        try swapped.run(targets: [toA.operation, toB.operation])
        #expect(try swapped.run([a.value, b.value]).map { try $0.scalar(as: Float.self) } == [2, 1])

        // A true circle: r1 reads a unordered against wA, but needs wB; r2 reads b unordered against wB, but needs wA.
        let wA = a.assign(10)
        let wB = b.assign(20)
        let r1 = graph.withControlDependencies(on: [wB.operation]) { a.value * 1 }
        let r2 = graph.withControlDependencies(on: [wA.operation]) { b.value * 1 }
        let session = try Session(graph)
        try session.initializeVariables()
        let values = try session.run([r1, r2]).map { try $0.scalar(as: Float.self) }
        #expect(values == [1, 2])
    }

    @Test func initializationIsVisibleInTheGraph() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let isSet = v.isInitialized()
        let session = try Session(graph)
        #expect(try session.run(isSet, as: Bool.self) == false)
        try session.initializeVariables()
        #expect(try session.run(isSet, as: Bool.self) == true)
    }

    @Test func sessionsDoNotShareVariables() throws {
        let graph = Graph()
        let v = graph.variable(1 as Float, name: "v")
        let (first, second) = (try Session(graph), try Session(graph))
        try first.initializeVariables()
        try second.initializeVariables()
        _ = try first.run(v.assign(5))
        #expect(try second.run(v.value, as: Float.self) == 1)
    }

    @Test func whatIsComputedFromAConstantThatWaitsForAWriteWaitsToo() throws {
        let graph = Graph()
        let v = graph.variable(Float(1), name: "v")
        let constant = graph.withControlDependencies(on: [v.assignAdd(10).operation]) { graph.constant(Float(3)) }
        let session = try Session(graph)
        try session.initializeVariables()
        #expect(try session.run(constant * graph.constant(Float(2)), as: Float.self) == 6)
        #expect(try session.run(v.value, as: Float.self) == 11)
    }
}
