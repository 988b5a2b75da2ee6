import Adjoint
import FrozenNetworks

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Fills a cache in the directory that the only argument names. Prints a line after every batch, and goes on when it has
// read one; prints what it found at the end.
let network = FrozenNetwork()
let cache = try FeatureCache(
    of: network.hidden2, in: network.session(), directory: CommandLine.arguments[1], batchSize: 4)
let features = try cache.rows(of: FrozenNetwork.images, fedTo: network.x) { progress in
    print(progress.finishedRows)
    fflush(nil)
    _ = readLine()
}
print(features.lookup, features.computedRowCount)
