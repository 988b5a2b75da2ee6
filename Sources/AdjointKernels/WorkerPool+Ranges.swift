extension WorkerPool {
    /// Calls `body` with consecutive ranges of at most `grain` indices that make up `0..<count`, in parallel.
    ///
    /// What `body` computes for an index must not depend on the range it comes in.
    func parallelRanges(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
        if count <= grain || threadCount == 1 {
            if count > 0 { body(0..<count) }
            return
        }
        parallel((count + grain - 1) / grain) { chunk in
            body(chunk * grain..<min(count, (chunk + 1) * grain))
        }
    }
}
