public import AdjointCore

/// What an op under construction takes at one input.
enum Operand {
    /// An existing tensor.
    case tensor(Tensor)
    /// A value that becomes a constant beside the op, named by the op's argument: `Reshape/shape` for `Reshape`.
    case constant(NDArray, argument: String)
}

/// Integers that an op takes as a tensor: known now, or computed by the graph.
///
/// An `Int` stands for a scalar constant and an array for a vector (int32, as in TensorFlow); a `Tensor` for itself.
public protocol IndexOperand: Sendable {
    /// The integers in the form that builders take.
    var indexValue: IndexValue { get }
}

/// The value behind an ``IndexOperand``.
public struct IndexValue: Sendable {
    enum Content: Sendable {
        case constant(NDArray)
        case tensor(Tensor)
    }

    let content: Content

    /// The operand of an op whose OpDef calls it `argument`.
    func operand(_ argument: String) -> Operand {
        switch content {
        case .constant(let value): .constant(value, argument: argument)
        case .tensor(let tensor): .tensor(tensor)
        }
    }
}

extension Int: IndexOperand {
    public var indexValue: IndexValue { IndexValue(content: .constant(NDArray(indices: [self], dimensions: []))) }
}

extension Array: IndexOperand where Element == Int {
    public var indexValue: IndexValue { IndexValue(content: .constant(NDArray(indices: self))) }
}

extension Tensor: IndexOperand {
    public var indexValue: IndexValue { IndexValue(content: .tensor(self)) }
}

extension IndexOperand {
    /// The operand of an op whose OpDef calls it `argument`.
    func operand(_ argument: String) -> Operand { indexValue.operand(argument) }
}

extension NDArray {
    /// An integer array of the given values: a vector, or of the given dimensions.
    ///
    /// - Parameter dtype: int32 or int64; int32 gives way to int64 where a value needs it.
    init(indices: [Int], dtype: DType = .int32, dimensions: [Int]? = nil) {
        let dimensions = dimensions ?? [indices.count]
        if dtype == .int32, indices.allSatisfy({ Int32(exactly: $0) != nil }) {
            self.init(indices.map(Int32.init(truncatingIfNeeded:)), dimensions: dimensions)
        } else {
            self.init(indices, dimensions: dimensions)
        }
    }
}

extension Graph {
    /// Builds an op some of whose operands are constants named after its arguments, and returns its output 0.
    func addTensor<Definition: OperationDefinition>(
        _ definition: Definition, operands: [Operand], name: String? = nil, site: CreationSite?
    ) -> Tensor {
        let (inputs, name) = makeInputs(operands, name: name ?? Definition.type, site: site)
        return addTensor(definition, inputs: inputs, name: name, site: site)
    }

    /// Builds an op some of whose operands are constants named after its arguments, and returns its `count` outputs.
    func addTensors<Definition: OperationDefinition>(
        _ definition: Definition, operands: [Operand], count: Int, name: String? = nil, site: CreationSite?
    ) -> [Tensor] {
        let (inputs, name) = makeInputs(operands, name: name ?? Definition.type, site: site)
        return addTensors(definition, inputs: inputs, count: count, name: name, site: site)
    }

    /// The tensors of operands, constants made in the scope of an op that will be called `name`; and the name to make
    /// that op with.
    private func makeInputs(
        _ operands: [Operand], name: String, site: CreationSite?
    ) -> (inputs: [Tensor], name: String) {
        var tensors: [Tensor] = []
        for case .tensor(let tensor) in operands { tensors.append(tensor) }
        // Without constants no scope is needed; after a mistake none is taken.
        guard tensors.count < operands.count, tensors.allSatisfy(\.isValid) else { return (tensors, name) }
        let scope = resolveNameScope(name)
        let inputs = nameScope(scope + "/") {
            operands.map { operand in
                switch operand {
                case .tensor(let tensor): tensor
                case .constant(let value, let argument): addTensor(Const(value), name: argument, site: site)
                }
            }
        }
        return (inputs, scope + "/")
    }
}

extension Tensor {
    /// The graph's constant of some integers, in the current name scope.
    func indexConstant(
        _ values: [Int], dtype: DType = .int32, dimensions: [Int]? = nil, name: String, site: CreationSite?
    ) -> Tensor {
        graph.addTensor(Const(NDArray(indices: values, dtype: dtype, dimensions: dimensions)), name: name, site: site)
    }
}
