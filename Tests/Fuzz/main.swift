import Adjoint
import AdjointFormats
import CAllocationCounter

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Damages good inputs of every decoder, over and over, and checks that reading them never traps, never takes a second, never
// takes more memory than a constant times the input, and never throws anything but the errors that say so. What it found is printed with the numbers that make it happen again.

/// The input at hand, for the handler of fatal signals.
nonisolated(unsafe) private var current = (decoder: [UInt8](), seed: UInt64(0), iteration: 0)

private func usage() -> Never {
    print(
        """
        usage: fuzz [--decoder NAME] [--iterations N] [--seed N] [--first N]

        Reads N damaged inputs (100000) with each decoder, or the one named: \(Decoder.all.map(\.name).joined(separator: ", ")).
        After a failure, --decoder, --seed and --first with the numbers it printed, and --iterations 1, do it again.
        """)
    exit(64)
}

private var (names, iterations, seed, first) = (Decoder.all.map(\.name), 100_000, UInt64(1), 0)
private var arguments = CommandLine.arguments.dropFirst()
while let option = arguments.popFirst() {
    guard let value = arguments.popFirst() else { usage() }
    switch option {
    case "--decoder": names = [value]
    case "--iterations": iterations = Int(value) ?? iterations
    case "--seed": seed = UInt64(value) ?? seed
    case "--first": first = Int(value) ?? first
    default: usage()
    }
}

/// The processor time of this thread in seconds: what other programs take does not count.
private func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
    signal(number) { number in
        let text =
            "TRAP: --decoder \(String(decoding: current.decoder, as: UTF8.self)) --seed \(current.seed) "
            + "--first \(current.iteration) --iterations 1\n"
        _ = text.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        signal(number, SIG_DFL)
        raise(number)
    }
}

if !allocation_counter_is_available() {
    print("allocations are not counted here: how much memory a reader takes is not checked")
}

private var failures = 0
for name in names {
    guard let decoder = Decoder.all.first(where: { $0.name == name }) else { usage() }
    let inputs = try decoder.inputs()
    for input in inputs { try decoder.read(input) }
    current.decoder = Array(name.utf8)
    current.seed = seed
    var (accepted, slowest, mostMemory, mostTimes) = (0, 0.0, 0, 0.0)
    let start = processorTime()
    for iteration in first..<(first + iterations) {
        current.iteration = iteration
        // Each input follows from the seed and its number alone.
        var mutator = Mutator(seed: seed &* 0x9e37_79b9_7f4a_7c15 &+ UInt64(iteration))
        var input = mutator.choice(inputs)
        decoder.mutate(&mutator, &input, inputs)
        let before = processorTime()
        allocation_counter_begin()
        var fault: String?
        do {
            try decoder.read(input)
            accepted += 1
        } catch is FormatError {
        } catch is GraphError {
        } catch is FileError {
        } catch {
            fault = "threw \(type(of: error)): \(error)"
        }
        let memory = allocation_counter_peak()
        let time = processorTime() - before
        slowest = max(slowest, time)
        if time > 1 { fault = "took \(time) s" }
        mostMemory = max(mostMemory, memory)
        mostTimes = max(mostTimes, Double(memory) / Double(decoder.countedSize(of: input)))
        let bound = decoder.memoryFactor * decoder.countedSize(of: input)
        if memory > bound, memory > bound + decoder.allowance(input) {
            fault = fault ?? "took \(memory) bytes of memory for \(input.count) of input"
        }
        if let fault {
            failures += 1
            print("FAILURE: \(fault): --decoder \(name) --seed \(seed) --first \(iteration) --iterations 1")
            if failures > 10 { exit(1) }
        }
    }
    print(
        "\(name): \(iterations) inputs, \(accepted) accepted, slowest \(Int(slowest * 1e6)) µs, "
            + "\(mostMemory >> 10) KB at most, \(Int(mostTimes.rounded(.up))) times the size, \(Int(processorTime() - start)) s"
    )
    fflush(nil)
}
exit(failures == 0 ? 0 : 1)
