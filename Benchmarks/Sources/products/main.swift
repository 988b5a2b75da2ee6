import Adjoint
import AdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Times the matrix products of the workloads, here and in OpenBLAS, in turns within one process:
//
//     products [--threads N] [--seconds S] [LIBRARY]
//
// LIBRARY is the path of OpenBLAS; by default the system's is taken. For each shape it prints the speed of the fastest
// call of both, and the median over the turns of the ratio of their speeds: above 1, Adjoint is faster.

/// A product's shape, with the operands as they are stored.
struct ProductShape {
    let name: String
    let (rows, columns, depth): (Int, Int, Int)
    var transposeA = false
    var transposeB = false

    var operationCount: Double { 2 * Double(rows) * Double(columns) * Double(depth) }
    var aStride: Int { transposeA ? rows : depth }
    var bStride: Int { transposeB ? depth : columns }
}

/// OpenBLAS's single-precision product, found when the program runs.
struct OpenBLAS {
    private typealias Multiply =
        @convention(c) (
            CInt, CInt, CInt, CInt, CInt, CInt, Float, UnsafePointer<Float>, CInt, UnsafePointer<Float>, CInt, Float,
            UnsafeMutablePointer<Float>, CInt
        ) -> Void
    private typealias SetThreads = @convention(c) (CInt) -> Void
    private typealias CoreName = @convention(c) () -> UnsafePointer<CChar>?
    private let multiplyFunction: Multiply
    /// The processor whose kernels it has chosen, if it tells.
    let coreName: String?

    init?(path: String?, threadCount: Int) {
        // Its threads look for work for 2²⁶ ticks before they sleep, unless told otherwise: about 50 ms, in which nobody
        // else has their processors. 2²⁰ are enough from one call to the next.
        setenv("OPENBLAS_THREAD_TIMEOUT", "20", 0)
        let paths = path.map { [$0] } ?? ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"]
        guard let library = paths.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first,
            let multiply = dlsym(library, "cblas_sgemm"), let set = dlsym(library, "openblas_set_num_threads")
        else { return nil }
        multiplyFunction = unsafeBitCast(multiply, to: Multiply.self)
        unsafeBitCast(set, to: SetThreads.self)(CInt(threadCount))
        coreName = dlsym(library, "openblas_get_corename")
            .flatMap { unsafeBitCast($0, to: CoreName.self)() }.map { String(cString: $0) }
    }

    func multiply(_ shape: ProductShape, _ a: [Float], _ b: [Float], into c: inout [Float]) {
        let (rowMajor, plain, transposed): (CInt, CInt, CInt) = (101, 111, 112)
        multiplyFunction(
            rowMajor, shape.transposeA ? transposed : plain, shape.transposeB ? transposed : plain, CInt(shape.rows),
            CInt(shape.columns), CInt(shape.depth), 1, a, CInt(shape.aStride), b, CInt(shape.bStride), 0, &c,
            CInt(shape.columns))
    }
}

/// The shortest time of a call, in seconds, among those that fit into `seconds`; at least three.
///
/// Before, a pause in which the threads of whoever was called last go to sleep, as they wait on processors that the next
/// one needs.
func fastest(within seconds: Double, _ body: () -> Void) -> Double {
    usleep(5_000)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var (best, count) = (Duration.seconds(1000), 0)
    while clock.now < end || count < 3 {
        let start = clock.now
        body()
        best = min(best, clock.now - start)
        count += 1
    }
    return best / .seconds(1)
}

func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }

func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

/// A number with as many decimals.
func fixed(_ number: Double, _ decimals: Int) -> String {
    let scale = decimals == 0 ? 1 : decimals == 1 ? 10 : 1000
    let scaled = Int((number * Double(scale)).rounded())
    guard decimals > 0 else { return "\(scaled)" }
    let rest = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: String(scale).count - 1 - rest.count) + rest
}

var threadCount = WorkerPool.availableThreadCount
var seconds = 1.0
var path: String?
var rest = CommandLine.arguments.dropFirst()
while let argument = rest.popFirst() {
    switch argument {
    case "--threads": threadCount = rest.popFirst().flatMap { Int($0) }.map { max(1, $0) } ?? threadCount
    case "--seconds": seconds = rest.popFirst().flatMap { Double($0) } ?? seconds
    default: path = argument
    }
}
guard let library = OpenBLAS(path: path, threadCount: threadCount) else {
    print("products: OpenBLAS could not be loaded; name its file")
    exit(66)
}
let workers = WorkerPool(threadCount: threadCount)

/// The three products of a layer's training step.
func layer(_ batch: Int, _ inputs: Int, _ outputs: Int) -> [ProductShape] {
    [
        ProductShape(name: "forward", rows: batch, columns: outputs, depth: inputs),
        ProductShape(name: "kernel's gradient", rows: inputs, columns: outputs, depth: batch, transposeA: true),
        ProductShape(name: "input's gradient", rows: batch, columns: inputs, depth: outputs, transposeB: true),
    ]
}

let shapes =
    [1, 50, 200, 1000].flatMap { batch in layer(batch, 784, 300) + layer(batch, 300, 100) + layer(batch, 100, 10) }
    + layer(256, 2048, 2048) + [ProductShape(name: "square", rows: 1024, columns: 1024, depth: 1024)]
let turnCount = 9
print(
    "\(threadCount) threads; \(KernelTable.best.instructionSet.rawValue) here, OpenBLAS for "
        + "\(library.coreName ?? "an unknown processor"); the speed of the fastest call in GFLOP/s\n")
print("              shape (m×n×k)            product   Adjoint  OpenBLAS   ratio")
for shape in shapes {
    let a = (0..<(shape.rows * shape.depth)).map { Float($0 % 17) / 16 - 0.5 }
    let b = (0..<(shape.depth * shape.columns)).map { Float($0 % 13) / 12 - 0.5 }
    var c = [Float](repeating: 0, count: shape.rows * shape.columns)
    var (ours, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<turnCount {
        let turn = seconds / Double(2 * turnCount)
        ours.append(
            fastest(within: turn) {
                a.withUnsafeBufferPointer { a in
                    b.withUnsafeBufferPointer { b in
                        c.withUnsafeMutableBufferPointer { c in
                            Gemm.multiply(
                                transposeA: shape.transposeA, transposeB: shape.transposeB, rows: shape.rows,
                                columns: shape.columns, depth: shape.depth, a: a.baseAddress!, aStride: shape.aStride,
                                b: b.baseAddress!, bStride: shape.bStride, into: c.baseAddress!,
                                cStride: shape.columns, workers: workers)
                        }
                    }
                }
            })
        theirs.append(fastest(within: turn) { library.multiply(shape, a, b, into: &c) })
    }
    func speed(_ times: [Double]) -> String { fixed(shape.operationCount / times.min()! / 1e9, 1) }
    print(
        padded("\(shape.rows)×\(shape.columns)×\(shape.depth)", 27) + padded(shape.name, 19)
            + padded(speed(ours), 10) + padded(speed(theirs), 10)
            + padded(fixed(median(zip(theirs, ours).map { $0 / $1 }), 3), 8))
}
