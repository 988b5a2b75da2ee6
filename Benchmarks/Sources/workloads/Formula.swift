import Adjoint

/// Data and weights as formulas of their indices, so that every implementation starts from the same numbers: computed
/// in double precision, then rounded to float32.
enum Formula {
    /// A number in [0, 1): the bits of the index mixed as by MurmurHash3's last step.
    static func uniform(_ index: Int) -> Double {
        var bits = UInt32(truncatingIfNeeded: index) &* 0x9e37_79b9 &+ 1
        bits ^= bits >> 16
        bits &*= 0x85eb_ca6b
        bits ^= bits >> 13
        bits &*= 0xc2b2_ae35
        bits ^= bits >> 16
        return Double(bits) / 4_294_967_296
    }

    /// One batch: float32 inputs `[batch, width]` in [0, 1) and int32 labels `[batch]` of ten classes.
    struct Batch {
        let inputs: NDArray
        let labels: NDArray
    }

    /// The batches that a workload goes through again and again.
    static func batches(of size: Int, width: Int, count: Int = 8) -> [Batch] {
        (0..<count).map { batch in
            let elements = size * width
            return Batch(
                inputs: NDArray(
                    (0..<elements).map { Float(uniform(batch * elements + $0)) }, dimensions: [size, width]),
                labels: NDArray((0..<size).map { Int32(10 * uniform(1_000_000_003 + batch * size + $0)) }))
        }
    }

    /// The weights of layer `layer` (from 0), `[inputs, outputs]`, uniform with the variance of Glorot and Bengio.
    static func weights(layer: Int, inputs: Int, outputs: Int) -> NDArray {
        let scale = (6 / Double(inputs + outputs)).squareRoot()
        return NDArray(
            (0..<(inputs * outputs)).map { index in
                Float((uniform(100_000_000 * (layer + 1) + index) - 0.5) * 2 * scale)
            }, dimensions: [inputs, outputs])
    }
}
