import Adjoint
import Testing

@Suite("Data sets")
struct DatasetTests {
    /// `count` images of three pixels that tell which image they belong to.
    private func images(_ count: Int) -> LabeledImages {
        LabeledImages(
            images: NDArray((0..<(count * 3)).map { Float($0) }, dimensions: [count, 3]),
            labels: NDArray((0..<count).map { Int32($0) }))
    }

    private func labels(_ images: LabeledImages) throws -> [Int32] { try images.labels.scalars() }

    /// Images and labels must have been moved together.
    private func expectWhole(_ images: LabeledImages) throws {
        let pixels = try images.images.scalars(as: Float.self)
        for (row, label) in try labels(images).enumerated() {
            #expect(Array(pixels[(row * 3)..<(row * 3 + 3)]) == (0..<3).map { Float(Int(label) * 3 + $0) })
        }
    }

    @Test("batches are consecutive, and the last holds what is left", arguments: [(10, 3), (9, 3), (2, 5), (0, 4)])
    func batches(count: Int, size: Int) throws {
        let batches = images(count).batches(of: size)
        #expect(batches.count == (count + size - 1) / size)
        for (index, batch) in batches.enumerated() {
            #expect(batch.count == min(size, count - index * size))
            try expectWhole(batch)
        }
        #expect(try batches.flatMap { try labels($0) } == (0..<Int32(count)).map { $0 })
    }

    @Test("batches without the remainder are all of one size", arguments: [(10, 3, 3), (9, 3, 3), (2, 5, 0)])
    func droppedRemainder(count: Int, size: Int, expected: Int) throws {
        let plain = images(count).batches(of: size, dropsRemainder: true)
        let shuffled = images(count).shuffled(seed: 1).batches(of: size, dropsRemainder: true)
        #expect(plain.count == expected && shuffled.count == expected)
        #expect(plain.allSatisfy { $0.count == size } && shuffled.allSatisfy { $0.count == size })
    }

    @Test("an order holds every example once, whatever the seed", arguments: [0, 1, -1, Int.max, Int.min])
    func permutation(seed: Int) throws {
        for count in [0, 1, 2, 100] {
            let batches = images(count).shuffled(seed: seed).batches(of: 7)
            for batch in batches { try expectWhole(batch) }
            #expect(try batches.flatMap { try labels($0) }.sorted() == (0..<Int32(count)).map { $0 })
        }
    }

    @Test("an order is a function of the seed: the same again, and the same on every machine")
    func repeatability() {
        let order = images(10).shuffled(seed: 42).order
        #expect(order == images(10).shuffled(seed: 42).order)
        #expect(order != images(10).shuffled(seed: 43).order)
        #expect(order == [8, 3, 6, 5, 4, 0, 9, 2, 1, 7])
    }

    @Test("every order of three examples comes equally often")
    func uniformity() {
        var counts: [[Int]: Int] = [:]
        for seed in 0..<6000 { counts[images(3).shuffled(seed: seed).order, default: 0] += 1 }
        #expect(counts.count == 6)
        // Six standard deviations of a binomial count around its mean of 1,000.
        #expect(counts.values.allSatisfy { abs($0 - 1000) < 174 })
    }

    @Test("splits into a head and a tail that make up the whole")
    func split() throws {
        for index in [0, 3, 10] {
            let (head, tail) = images(10).split(at: index)
            #expect(head.count == index && tail.count == 10 - index)
            #expect(try labels(head) + labels(tail) == (0..<10).map { $0 })
            try expectWhole(head)
            try expectWhole(tail)
        }
    }

    @Test("rows are copied in the order asked for, one as often as it is named")
    func rows() throws {
        let array = NDArray([1, 2, 3, 4, 5, 6] as [Int64], dimensions: [3, 2])
        #expect(try array.rows(at: [2, 0, 2]).scalars(as: Int64.self) == [5, 6, 1, 2, 5, 6])
        #expect(array.rows(at: []).dimensions == [0, 2])
        #expect(NDArray(zeros: .float32, dimensions: [4, 0]).rows(at: [3, 1]).dimensions == [2, 0])
    }
}
