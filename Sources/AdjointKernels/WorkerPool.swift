/// Temporary until branch gemm lands.
public final class WorkerPool: Sendable {
    public static let shared = WorkerPool(); public let threadCount = 1;
    public func parallel(_ count: Int, _ body: (Int) -> Void) { for i in 0..<count { body(i) } }
}
