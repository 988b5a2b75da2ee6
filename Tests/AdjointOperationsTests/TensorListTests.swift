import AdjointCore
import AdjointOperations
import AdjointRuntime
import Testing

/// Lists of tensors as values: a list stays what it is when others are made of it, and misuse is a typed error.
@Suite struct TensorListTests {
    private let graph = Graph()
    private var shape: Tensor { graph.constant([Int32(2)], shape: [1]) }

    private func list(_ rows: [[Float]]) -> Tensor {
        let value = graph.constant(rows.flatMap { $0 }, shape: [rows.count, 2])
        return graph.addTensor(TensorListFromTensor(), inputs: [value, shape])
    }

    private func stacked(_ list: Tensor) -> Tensor {
        graph.addTensor(TensorListStack(.float32), inputs: [list, shape])
    }

    private func failure(_ result: Tensor, _ feeds: Feeds = [:]) -> GraphError? {
        #expect(throws: GraphError.self) { try Session(graph).run(result, feeding: feeds) }
    }

    @Test func aListIsAValue() throws {
        let list = list([[1, 2], [3, 4]])
        let row = graph.constant([Float(5), 6], shape: [2])
        let changed = graph.addTensor(TensorListSetItem(), inputs: [list, graph.constant(Int32(0)), row])
        let longer = graph.addTensor(TensorListPushBack(), inputs: [list, row])
        let values = try Session(graph).run([stacked(changed), stacked(longer), stacked(list)])
        #expect(try values[0].scalars(as: Float.self) == [5, 6, 3, 4])
        #expect(try values[1].scalars(as: Float.self) == [1, 2, 3, 4, 5, 6])
        #expect(try values[2].scalars(as: Float.self) == [1, 2, 3, 4])
    }

    @Test func aListGoesThroughALoop() throws {
        let count = graph.placeholder(.int32, shape: [], name: "n")
        let start = graph.addTensor(EmptyTensorList(.float32), inputs: [shape, graph.constant(Int32(-1))])
        let row = graph.constant([Float(1), 2], shape: [2])
        let results = whileLoop([graph.constant(Int32(0)), start]) {
            $0[0].isLess(than: count)
        } do: {
            [$0[0] + 1, graph.addTensor(TensorListPushBack(), inputs: [$0[1], row * $0[0].cast(to: .float32)])]
        }
        let session = try Session(graph)
        let values = try session.run(stacked(results[1]), feeding: [count: Int32(3)])
        #expect(try values.scalars(as: Float.self) == [0, 0, 1, 2, 2, 4])
        #expect(try session.run(stacked(results[1]), feeding: [count: Int32(0)]).dimensions == [0, 2])
    }

    @Test func indicesOutsideAreRefused() {
        let item = TensorListGetItem(.float32)
        let index = graph.placeholder(.int32, shape: [], name: "i")
        let result = graph.addTensor(item, inputs: [list([[1, 2]]), index, shape])
        for value in [Int32(-1), 1, .max, .min] {
            #expect(failure(result, [index: value])?.message.contains("no index of a list of 1 elements") == true)
        }
    }

    @Test func sizesAreChecked() {
        let size = graph.placeholder(.int32, shape: [], name: "n")
        let wide = graph.constant([Int32.max], shape: [1])
        let list = graph.addTensor(TensorListReserve(.float32), inputs: [wide, size])
        let result = graph.addTensor(TensorListStack(.float32), inputs: [list, wide])
        #expect(failure(result, [size: Int32(-1)])?.message.contains("no size of a list") == true)
        #expect(failure(result, [size: Int32.max])?.message.contains("no size of a list") == true)
        #expect(failure(result, [size: Int32(1000)])?.message.contains("too large") == true)
    }

    @Test func anEmptyListHasNothingToPop() {
        let empty = graph.addTensor(EmptyTensorList(.float32), inputs: [shape, graph.constant(Int32(-1))])
        let popped = graph.addTensors(TensorListPopBack(.float32), inputs: [empty, shape], count: 2)
        #expect(failure(popped[1])?.message.contains("the list is empty") == true)
    }

    @Test func aLimitHolds() {
        let row = graph.constant([Float(1), 2], shape: [2])
        let empty = graph.addTensor(EmptyTensorList(.float32), inputs: [shape, graph.constant(Int32(1))])
        let one = graph.addTensor(TensorListPushBack(), inputs: [empty, row])
        let two = graph.addTensor(TensorListPushBack(), inputs: [one, row])
        #expect(failure(stacked(two))?.message.contains("no more than 1 elements") == true)
    }

    @Test func elementsOfAnotherKindAreRefused() {
        let list = list([[1, 2]])
        let narrow = graph.addTensor(TensorListPushBack(), inputs: [list, graph.constant([Float(1)], shape: [1])])
        #expect(failure(stacked(narrow))?.message.contains("takes elements of shape [2], not [1]") == true)
        let whole = graph.addTensor(TensorListPushBack(), inputs: [list, graph.constant([Int32(1), 2], shape: [2])])
        #expect(failure(stacked(whole))?.message.contains("takes float32, not int32") == true)
        let read = graph.addTensor(TensorListStack(.float64), inputs: [list, shape])
        #expect(failure(read)?.message.contains("holds float32, where float64 is wanted") == true)
        let nothing = graph.addTensor(OptionalNone())
        #expect(failure(stacked(nothing))?.message.contains("holds no list of tensors") == true)
    }

    @Test func zerosLikeAListAreAListOfZeros() throws {
        let zeros = graph.addTensor(ZerosLike(), inputs: [list([[1, 2], [3, 4]])])
        #expect(try Session(graph).run(stacked(zeros)).scalars(as: Float.self) == [0, 0, 0, 0])
    }

    @Test func listsOfUnequalLengthAreNotAdded() {
        let sum = addN([list([[1, 2]]), list([[1, 2], [3, 4]])])
        #expect(failure(stacked(sum))?.message.contains("cannot be added") == true)
    }
}
