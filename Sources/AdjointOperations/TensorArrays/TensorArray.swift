public import AdjointCore

/// An array of tensors of one element type, written and read by index: how loops take their inputs apart and put their
/// results together. TF: `tf.TensorArray`.
///
/// A value: each write gives a new one, which stands for the array after it.
///
/// ```swift
/// let inputs = graph.tensorArray(.float32, count: steps).unstacking(x)
/// …
/// inputs.read(step)
/// ```
public struct TensorArray: Sendable {
    /// The element type.
    public let dtype: DType
    /// The handle.
    public let handle: Tensor
    /// The flow: what orders reads after writes, and the way of the gradients. Loops carry it as one of their variables.
    public let flow: Tensor
    /// The elements' shape as far as it is known.
    public let elementShape: Shape

    /// An array from its parts, such as the flow that a loop returns.
    public init(dtype: DType, handle: Tensor, flow: Tensor, elementShape: Shape = .unknown) {
        self.dtype = dtype
        self.handle = handle
        self.flow = flow
        self.elementShape = elementShape
    }

    private var graph: Graph { handle.graph }

    /// The same array after what made `flow`.
    public func after(_ flow: Tensor) -> TensorArray { after(flow, elements: .unknown) }

    /// The same array after elements of a shape were written.
    private func after(_ flow: Tensor, elements shape: Shape) -> TensorArray {
        TensorArray(
            dtype: dtype, handle: handle, flow: flow, elementShape: elementShape.merged(with: shape) ?? elementShape)
    }

    /// The array with an element written. Each element is written once. TF: `TensorArray.write`.
    public func write(
        _ value: Tensor, at index: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> TensorArray {
        graph.nameScope(name ?? "TensorArrayWrite") {
            after(
                graph.addTensor(
                    TensorArrayWriteV3(), inputs: [handle, index, value, flow], site: CreationSite(file, line)),
                elements: value.shape)
        }
    }

    /// An element. Unless the array was made otherwise, each is read once. TF: `TensorArray.read`.
    public func read(
        _ index: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        let value = graph.addTensor(
            TensorArrayReadV3(dtype), inputs: [handle, index, flow], name: name, site: CreationSite(file, line))
        graph.refineShape(of: value, to: elementShape)
        return value
    }

    /// Elements, stacked: `[indices, element…]`. TF: `TensorArray.gather`.
    public func gather(
        _ indices: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> Tensor {
        graph.addTensor(
            TensorArrayGatherV3(dtype, elementShape: elementShape), inputs: [handle, indices, flow], name: name,
            site: CreationSite(file, line))
    }

    /// All elements, stacked. TF: `TensorArray.stack`.
    public func stacked(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        graph.colocated(with: handle.operation) {
            graph.nameScope(name ?? "TensorArrayStack") {
                gather(graph.range(to: count(file: file, line: line), file: file, line: line), file: file, line: line)
            }
        }
    }

    /// The array with the rows of a tensor written to the given elements. TF: `TensorArray.scatter`.
    public func scatter(
        _ value: Tensor, at indices: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> TensorArray {
        graph.nameScope(name ?? "TensorArrayScatter") {
            after(
                graph.addTensor(
                    TensorArrayScatterV3(), inputs: [handle, indices, value, flow], site: CreationSite(file, line)),
                elements: value.shape.partialDimensions.map { Shape(Array($0.dropFirst())) } ?? .unknown)
        }
    }

    /// The array with the rows of a tensor as its elements. TF: `TensorArray.unstack`.
    public func unstacking(
        _ value: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> TensorArray {
        guard handle.isValid, value.isValid else { return self }
        return graph.nameScope(name ?? "TensorArrayUnstack") {
            let count = value.shapeTensor().sliced(0, file: file, line: line)
            return scatter(value, at: graph.range(to: count, file: file, line: line), file: file, line: line)
        }
    }

    /// All elements, joined along their first dimension. TF: `TensorArray.concat`.
    public func concatenated(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        let rest = elementShape.partialDimensions.map { Shape(Array($0.dropFirst())) } ?? .unknown
        return graph.addTensors(
            TensorArrayConcatV3(dtype, elementShapeExceptFirst: rest), inputs: [handle, flow], count: 2, name: name,
            site: CreationSite(file, line))[0]
    }

    /// The array with parts of a tensor, of the given extents along its first dimension, as its elements.
    /// TF: `TensorArray.split`.
    public func split(
        _ value: Tensor, lengths: Tensor, name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> TensorArray {
        graph.nameScope(name ?? "TensorArraySplit") {
            after(
                graph.addTensor(
                    TensorArraySplitV3(), inputs: [handle, value, lengths.cast(to: .int64), flow],
                    site: CreationSite(file, line)))
        }
    }

    /// The number of elements, as an int32 scalar. TF: `TensorArray.size`.
    public func count(name: String? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
        graph.addTensor(TensorArraySizeV3(), inputs: [handle, flow], name: name, site: CreationSite(file, line))
    }
}

extension Graph {
    /// A new array of tensors.
    ///
    /// - Parameters:
    ///   - dtype: The element type.
    ///   - count: The number of elements, an int32 scalar.
    ///   - isDynamic: Whether writing beyond the end makes it longer.
    ///   - clearsAfterRead: Whether an element can be read only once.
    ///   - elementShape: What all elements' shapes agree with.
    ///   - hasIdenticalShapes: Whether all elements must have the shape of the first one written.
    ///   - arrayName: What TensorFlow calls the array itself.
    ///   - name: `TensorArray` by default.
    public func tensorArray(
        _ dtype: DType, count: Tensor, isDynamic: Bool = false, clearsAfterRead: Bool = true,
        elementShape: Shape = .unknown, hasIdenticalShapes: Bool = true, arrayName: String = "",
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line
    ) -> TensorArray {
        let name = name ?? "TensorArray"
        var definition = TensorArrayV3()
        definition.dtype = dtype
        definition.elementShape = elementShape
        definition.isDynamic = isDynamic
        definition.clearsAfterRead = clearsAfterRead
        definition.hasIdenticalShapes = hasIdenticalShapes
        definition.arrayName = arrayName
        let outputs = addTensors(
            definition, inputs: [count], count: 2, name: name, site: CreationSite(file, line))
        return TensorArray(dtype: dtype, handle: outputs[0], flow: outputs[1], elementShape: elementShape)
    }
}
