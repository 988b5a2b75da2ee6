import AdjointCore
import AdjointFormats
import AdjointOperations
import Synchronization

extension FunctionLibrary {
    /// Adds the functions of a file, to be decoded when they are first called.
    ///
    /// - Parameters:
    ///   - producer: The version that wrote the file.
    ///   - registry: The ops that the functions' nodes may be.
    ///   - opaque: What is known of further op types.
    func add(
        _ library: FunctionDefLibrary, producer: Int32, registry: OperationRegistry, opaque: [String: OpaqueOperation]
    ) {
        // The functions of a file share what their tensors may expand to.
        let decoder = SharedDecoder()
        for function in library.functions {
            guard let name = function.signature?.name else { continue }
            add(name, registry: registry, opaque: opaque) {
                decoder.value.withLock { FunctionDefinition(function, producer: producer, decoder: &$0) }
            }
        }
        for gradient in library.gradients { addGradient(gradient.gradientFunction, of: gradient.functionName) }
    }
}

private final class SharedDecoder: Sendable {
    let value = Mutex(AttributeDecoder())
}

extension FunctionDefinition {
    fileprivate init(_ function: FunctionDef, producer: Int32, decoder: inout AttributeDecoder) {
        let signature = function.signature ?? OpDef()
        let known = OpaqueOperation(signature, decoder: &decoder)
        var nodes: [ImportedNode] = []
        for node in function.nodes {
            nodes.append(ImportedNode(node, producer: producer, framePrefix: "", decoder: &decoder))
        }
        self.init(
            name: signature.name, signature: known.signature, nodes: nodes, results: function.results,
            controlResults: function.controlResults.values.sorted(), attributeDefaults: known.attributeDefaults)
    }
}
