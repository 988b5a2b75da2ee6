import AdjointCore
import AdjointFormats

/// A tensor on its way into a checkpoint.
struct SavedTensor {
    var name: String
    var array: NDArray
    /// Which part of the tensor it is; `nil` for all of it.
    var part: TensorPart?
}

extension SavedTensor {
    /// The tensors among an op's inputs.
    ///
    /// - Parameters:
    ///   - operands: The types and shapes of the tensors.
    ///   - first: Where the tensors begin among the inputs.
    ///   - names: The input with their names.
    ///   - parts: The input with their slices, if there is one.
    /// - Throws: ``OperationError`` and `FormatError` for names and slices that cannot be.
    static func inputs(
        of arguments: borrowing KernelArguments, _ operands: [BindingContext.Operand], first: Int, names: Int,
        parts: Int?
    ) throws -> [SavedTensor] {
        var tensors: [SavedTensor] = []
        var seen: Set<String> = []
        for (index, operand) in operands.enumerated() {
            let name = arguments.text(names, at: index)
            let specification = parts.map { arguments.text($0, at: index) } ?? ""
            let part = specification.isEmpty ? nil : try TensorPart(specification: specification)
            guard !name.isEmpty, seen.insert(name + "\n" + specification).inserted else {
                throw OperationError("tensor \(index) has the name '\(name)', which is empty or taken")
            }
            if let part, part.shape != operand.dimensions {
                throw OperationError(
                    "'\(name)' has the shape \(Shape(operand.dimensions)), its slice \(Shape(part.shape))")
            }
            guard operand.dtype == .string || !operand.dtype.isManaged else {
                throw OperationError("'\(name)' is of type \(operand.dtype.name), which cannot be saved")
            }
            let array = operand.array(at: arguments.rawInput(first + index))
            tensors.append(SavedTensor(name: name, array: array, part: part))
        }
        return tensors
    }
}

extension KernelArguments {
    /// An element of a string input.
    func text(_ index: Int, at position: Int = 0) -> String {
        input(index, as: TensorString.self)[position].description
    }
}

extension BindingContext.Operand {
    /// The elements at an address as an array: a view, except of strings. The view must not outlive the kernel's call.
    func array(at address: UnsafeMutableRawPointer) -> NDArray {
        if dtype == .string {
            let elements = UnsafeBufferPointer(start: address.assumingMemoryBound(to: TensorString.self), count: count)
            return NDArray(strings: Array(elements), dimensions: dimensions)
        }
        let bytes = UnsafeRawBufferPointer(start: address, count: count * dtype.byteCount)
        return NDArray(
            storage: NDArrayStorage(viewing: bytes, dtype: dtype, owner: ViewMarker.shared), dtype: dtype,
            dimensions: dimensions)
    }
}

/// The owner of views whose memory belongs to the run at hand.
private final class ViewMarker: Sendable {
    static let shared = ViewMarker()
}
