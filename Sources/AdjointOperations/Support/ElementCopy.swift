import AdjointCore
import AdjointKernels

/// Copies elements of any type: plain ones as bytes, strings and handles by assignment.
enum ElementCopy {
    /// Copies `count` adjacent elements; nothing happens if source and target are the same.
    static func copy(
        _ dtype: DType, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int
    ) {
        guard source != UnsafeRawPointer(target) else { return }
        switch dtype {
        case .string:
            target.assumingMemoryBound(to: TensorString.self)
                .update(from: source.assumingMemoryBound(to: TensorString.self), count: count)
        case .resource, .variant:
            target.assumingMemoryBound(to: AnyObject?.self)
                .update(from: source.assumingMemoryBound(to: AnyObject?.self), count: count)
        default: target.copyMemory(from: source, byteCount: count * dtype.byteCount)
        }
    }
}

extension Kernel {
    /// Copies input 0 to output 0, or does nothing where they are the same memory.
    static func copying(_ operand: BindingContext.Operand) -> Kernel {
        let (dtype, count) = (operand.dtype, operand.count)
        return Kernel { arguments in
            ElementCopy.copy(dtype, from: arguments.rawInput(0), to: arguments.rawOutput(0), count: count)
        }
    }

    /// Writes fixed values to the outputs.
    static func writing(_ values: [NDArray]) -> Kernel {
        Kernel { arguments in
            for (index, value) in values.enumerated() {
                value.withUnsafeBytes { bytes in
                    guard let base = bytes.baseAddress else { return }
                    ElementCopy.copy(value.dtype, from: base, to: arguments.rawOutput(index), count: value.count)
                }
            }
        }
    }

    /// Does nothing.
    static let empty = Kernel { _ in }
}

extension BindingContext.Operand {
    /// A copy of some elements, in the given order and shape.
    func gathered(_ pointer: UnsafeRawPointer, _ places: [Int], dimensions: [Int]) -> NDArray {
        let array = NDArray(zeros: dtype, dimensions: dimensions)
        for (index, place) in places.enumerated() {
            ElementCopy.copy(
                dtype, from: pointer + place * dtype.byteCount,
                to: array.storage.baseAddress + index * dtype.byteCount, count: 1)
        }
        return array
    }
}
