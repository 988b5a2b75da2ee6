import CAdjointKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension WorkerPool {
    /// The number of threads that the process may run at once, at least 1: the environment variable `ADJOINT_THREADS`
    /// if it holds a positive number, else the processors in its affinity mask, but no more than its control group's
    /// processor time allows (rounded up).
    public static var availableThreadCount: Int {
        if let text = getenv("ADJOINT_THREADS"), let wanted = Int(String(cString: text)), wanted > 0 {
            return wanted
        }
        return max(1, min(Int(adjoint_cpu_count()), controlGroupLimit() ?? Int.max))
    }

    /// The processors' worth of time that the control group grants, rounded up; nil if it sets no limit.
    private static func controlGroupLimit() -> Int? {
        #if os(Linux)
            if let fields = firstLineFields(of: "/sys/fs/cgroup/cpu.max"), fields.count == 2 {
                return quotient(fields[0], fields[1])
            }
            if let quota = firstLineFields(of: "/sys/fs/cgroup/cpu/cpu.cfs_quota_us")?.first,
                let period = firstLineFields(of: "/sys/fs/cgroup/cpu/cpu.cfs_period_us")?.first
            {
                return quotient(quota, period)
            }
        #endif
        return nil
    }

    /// Two decimal numbers' quotient, rounded up; nil unless both are positive numbers (no limit reads "max" or -1).
    static func quotient(_ quota: String, _ period: String) -> Int? {
        guard let quota = Int(quota), let period = Int(period), quota > 0, period > 0 else { return nil }
        return (quota - 1) / period + 1
    }

    private static func firstLineFields(of path: String) -> [String]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { line in
            guard let start = line.baseAddress, fgets(start, 256, file) != nil else { return nil }
            return String(cString: start).split(whereSeparator: \.isWhitespace).map { String($0) }
        }
    }
}
