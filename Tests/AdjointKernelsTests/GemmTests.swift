import AdjointKernels
import Testing

/// The laws of the matrix product, for every instruction set of this machine and both element types.
@Suite struct GemmTests {
    static let tables = KernelTable.available

    // MARK: One chain per element

    /// Expects that the kernels of every instruction set give the chain's bits.
    private func expectChain<Scalar>(_ product: GemmCase<Scalar>) {
        let chain = product.chain()
        for kernels in Self.tables {
            #expect(
                sameBits(product.product(kernels: kernels), chain),
                """
                \(Scalar.self) \(kernels.instructionSet), transposed \(product.transposeA) \(product.transposeB): \
                [\(product.rows), \(product.depth)] · [\(product.depth), \(product.columns)]
                """)
        }
    }

    @Test func everyElementIsTheChain() {
        func check<Scalar: GemmScalar & BitwiseCopyable>(_: Scalar.Type) {
            for (transposeA, transposeB) in transpositions {
                for rows in [1, 2, 3, 4, 5, 6, 7, 8, 13, 15] {
                    for columns in [1, 3, 4, 8, 9, 15, 16, 17, 33, 65] {
                        let depth = (rows * 7 + columns * 5) % 19
                        let gap = (rows + columns) % 3
                        let product = GemmCase<Scalar>(
                            transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth,
                            gaps: .init(a: gap, b: 2 - gap, c: gap * 2))
                        expectChain(product)
                    }
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test func chainsGoOnAcrossDepthBlocks() {
        func check<Scalar: GemmScalar & BitwiseCopyable>(_: Scalar.Type) {
            for (transposeA, transposeB) in transpositions {
                for depth in [255, 256, 257, 520, 2100] {
                    let product = GemmCase<Scalar>(
                        transposeA: transposeA, transposeB: transposeB, rows: 1 + depth % 9, columns: 19, depth: depth)
                    expectChain(product)
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test func blocksOfRowsAndColumnsFitTogether() {
        func check<Scalar: GemmScalar & BitwiseCopyable>(_: Scalar.Type) {
            for (transposeA, transposeB) in transpositions {
                for (rows, columns, depth) in [(523, 33, 4), (7, 1043, 4), (250, 60, 3), (26, 70, 330)] {
                    let product = GemmCase<Scalar>(
                        transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth)
                    expectChain(product)
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    /// So many panels that the stripes of a block stay packed for all of them, in one block and in several.
    @Test func manyPanelsMeetAllStripes() {
        for transposeA in [false, true] {
            for (rows, columns, depth) in [(301, 132, 264), (301, 34, 400)] {
                expectChain(
                    GemmCase<Float>(
                        transposeA: transposeA, transposeB: columns < 100, rows: rows, columns: columns, depth: depth))
            }
        }
        // Columns of A that lie a multiple of 1,024 bytes apart are packed.
        expectChain(GemmCase<Float>(transposeA: true, rows: 256, columns: 300, depth: 40))
        expectChain(GemmCase<Double>(rows: 206, columns: 100, depth: 1030))
    }

    /// Shapes that the kernels compute in ways of their own: one or two rows of many columns, columns of B as lines,
    /// results that are transposed on their way out, and depths of next to nothing.
    @Test func unusualShapesAreChainsToo() {
        func check<Scalar: GemmScalar & BitwiseCopyable>(_: Scalar.Type) {
            let shapes = [
                (1, 500, 37), (1, 47, 334), (1, 16, 3), (2, 390, 9), (40, 10, 700), (1700, 10, 3), (323, 100, 50),
                (64, 7, 5), (33, 100, 1), (9, 400, 2), (70, 300, 1), (45, 33, 64),
            ]
            for (transposeA, transposeB) in transpositions {
                for (rows, columns, depth) in shapes {
                    let product = GemmCase<Scalar>(
                        transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth,
                        gaps: .init(a: rows % 2, b: depth % 3, c: columns % 4))
                    expectChain(product)
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test(arguments: tables)
    func rowsDoNotDependOnTheNumberOfRows(kernels: KernelTable) {
        func check<Scalar: GemmScalar & BitwiseCopyable>(_: Scalar.Type) {
            let (columns, depth) = (26, 23)
            for (transposeA, transposeB) in transpositions {
                func product(rows: Int) -> [Scalar] {
                    GemmCase<Scalar>(
                        transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth
                    ).product(kernels: kernels)
                }
                let thousand = product(rows: 1000)
                for rows in Array(1...17) + [50, 200] {
                    #expect(sameBits(product(rows: rows), Array(thousand[..<(rows * columns)])), "\(rows) rows")
                }
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test(arguments: tables, [1, 2, 3, 8])
    func threadsDoNotChangeTheBits(kernels: KernelTable, threadCount: Int) {
        let workers = WorkerPool(threadCount: threadCount)
        for (transposeA, transposeB) in transpositions {
            // The first is one region; the others are cut by columns, by rows and both ways.
            for (rows, columns, depth) in [(9, 10, 11), (3, 1500, 70), (1300, 9, 30), (130, 60, 80)] {
                let product = GemmCase<Float>(
                    transposeA: transposeA, transposeB: transposeB, rows: rows, columns: columns, depth: depth)
                #expect(sameBits(product.product(kernels: kernels, workers: workers), product.chain()))
            }
        }
    }

    // MARK: Values

    @Test(arguments: tables)
    func zeroDepthGivesZeros(kernels: KernelTable) {
        let product = GemmCase<Float>(rows: 5, columns: 7, depth: 0)
        #expect(sameBits(product.product(kernels: kernels), [Float](repeating: 0, count: 35)))
        let bias = (0..<7).map { Float($0) - 3 }
        let expected = (0..<35).map { max(0, bias[$0 % 7]) }
        #expect(sameBits(product.product(kernels: kernels, bias: bias, activation: .relu), expected))
    }

    @Test func emptyProductsWriteNothing() {
        #expect(GemmCase<Float>(rows: 0, columns: 7, depth: 3).product().isEmpty)
        #expect(GemmCase<Double>(rows: 4, columns: 0, depth: 3).product().isEmpty)
    }

    @Test(arguments: tables)
    func specialNumbersPassThroughTheChain(kernels: KernelTable) {
        func check<Scalar: GemmScalar & BitwiseCopyable>(_: Scalar.Type) {
            let specials: [Scalar] = [
                .nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude,
                .greatestFiniteMagnitude, 1,
            ]
            for (transposeA, transposeB) in transpositions {
                var product = GemmCase<Scalar>(
                    transposeA: transposeA, transposeB: transposeB, rows: 19, columns: 37, depth: 11)
                for (index, special) in specials.enumerated() {
                    product.a[index * 23 + 2] = special
                    product.b[index * 41 + 5] = special
                }
                let chain = product.chain()
                #expect(sameBits(product.product(kernels: kernels), chain))
                #expect(chain.contains { $0.isNaN } && chain.contains { $0.isFinite })
            }
            // Underflow stays gradual: a product of two small numbers is a denormal, not zero.
            var tiny = GemmCase<Scalar>(rows: 3, columns: 5, depth: 1)
            tiny.a = [Scalar](repeating: .leastNormalMagnitude, count: 3)
            tiny.b = [Scalar](repeating: 0.25, count: 5)
            #expect(tiny.product(kernels: kernels).allSatisfy { $0 == .leastNormalMagnitude / 4 && $0 != 0 })
        }
        check(Float.self)
        check(Double.self)
    }

    // MARK: Epilogues

    @Test(arguments: tables)
    func epilogueEqualsSeparateSteps(kernels: KernelTable) {
        func check<Scalar: GemmScalar & BitwiseCopyable>(_: Scalar.Type) {
            for (rows, columns, depth) in [(1, 5, 7), (1, 83, 6), (7, 19, 3), (13, 70, 330), (50, 10, 400)] {
                var product = GemmCase<Scalar>(transposeB: rows == 1, rows: rows, columns: columns, depth: depth)
                product.a[0] = .nan
                let bias = (0..<columns).map { Scalar($0 % 7) - 3 }
                let biased = product.chain().enumerated().map { $1 + bias[$0 % columns] }
                let relu = biased.map { $0 <= 0 ? 0 : $0 }
                let relu6 = relu.map { $0 > 6 ? 6 : $0 }
                let halved = biased.map { $0 * 0.5 }
                #expect(sameBits(product.product(kernels: kernels, bias: bias), biased))
                #expect(sameBits(product.product(kernels: kernels, bias: bias, activation: .relu), relu))
                #expect(sameBits(product.product(kernels: kernels, bias: bias, activation: .relu6), relu6))
                let elementwise = Gemm.Activation<Scalar>.elementwise { numbers, count in
                    for index in 0..<count { numbers[index] *= 0.5 }
                }
                #expect(sameBits(product.product(kernels: kernels, bias: bias, activation: elementwise), halved))
            }
        }
        check(Float.self)
        check(Double.self)
    }

    @Test func elementwiseActivationIsAppliedOncePerElement() {
        let product = GemmCase<Float>(rows: 150, columns: 90, depth: 60, gaps: .init(c: 3))
        let workers = WorkerPool(threadCount: 3)
        let addsOne = Gemm.Activation<Float>.elementwise { numbers, count in
            for index in 0..<count { numbers[index] += 1 }
        }
        let expected = product.chain().enumerated().map { $0 % 93 < 90 ? $1 + 1 : $1 }
        #expect(sameBits(product.product(workers: workers, activation: addsOne), expected))
    }

    // MARK: Batches

    @Test(arguments: [1, 3, 8])
    func batchEqualsItsProducts(threadCount: Int) {
        let workers = WorkerPool(threadCount: threadCount)
        for (count, rows, columns, depth) in [(0, 2, 2, 2), (5, 7, 9, 11), (3, 60, 70, 80), (20, 30, 20, 30)] {
            let (aSize, bSize, cSize) = (rows * depth, depth * columns, rows * columns)
            let all = GemmCase<Double>(rows: rows * max(count, 1), columns: columns, depth: depth)
            let b = GemmCase<Double>(rows: 1, columns: columns, depth: depth * max(count, 1)).b
            for sharesB in [false, true] {
                var result = [Double](repeating: -1, count: cSize * count)
                Gemm.multiplyBatch(
                    count, rows: rows, columns: columns, depth: depth, a: all.a, aStride: depth, aBatchStride: aSize,
                    b: b, bStride: columns, bBatchStride: sharesB ? 0 : bSize, into: &result, cStride: columns,
                    cBatchStride: cSize, workers: workers)
                for item in 0..<count {
                    var single = GemmCase<Double>(rows: rows, columns: columns, depth: depth)
                    single.a = Array(all.a[(item * aSize)..<((item + 1) * aSize)])
                    single.b = sharesB ? Array(b[..<bSize]) : Array(b[(item * bSize)..<((item + 1) * bSize)])
                    #expect(sameBits(Array(result[(item * cSize)..<((item + 1) * cSize)]), single.chain()))
                }
            }
        }
    }

    @Test func concurrentProductsDoNotMix() async {
        let product = GemmCase<Float>(rows: 100, columns: 80, depth: 70)
        let chain = product.chain()
        let workers = WorkerPool(threadCount: 3)
        let allRight = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask { (0..<5).allSatisfy { _ in sameBits(product.product(workers: workers), chain) } }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(allRight)
    }

    @Test func operationCountCountsMultiplicationsAndAdditions() {
        #expect(Gemm.operationCount(rows: 3, columns: 5, depth: 7) == 210)
    }
}
