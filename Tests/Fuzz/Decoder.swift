import Adjoint
import AdjointFormats
import FileTestSupport

/// A reader under test: its good inputs, how they are damaged, and what is done with them.
struct Decoder: Sendable {
    let name: String
    /// Good inputs.
    let inputs: @Sendable () throws -> [[UInt8]]
    /// Damages an input.
    let mutate: @Sendable (inout Mutator, inout [UInt8], [[UInt8]]) -> Void
    /// Reads an input. May throw `FormatError` and `GraphError`.
    let read: @Sendable ([UInt8]) throws -> Void
    /// How many times the size of an input a reader may hold, the messages, graphs or text it becomes included.
    var memoryFactor = 32
    /// What it may hold beyond that for this input: tensors that a graph states by one element.
    var allowance: @Sendable ([UInt8]) -> Int = { _ in 0 }

    /// The size of an input, and a few pages for what is needed whatever is read, such as the first nodes of a graph.
    func countedSize(of input: [UInt8]) -> Int { input.count + 4 * 4096 }

    /// The decoder of graphs, whose tensors may be larger than what is stated of them: three times what they are then, for
    /// the values, the array of them, and the message they were.
    private func expanding(_ graph: @escaping @Sendable (Bytes) -> GraphDef?) -> Decoder {
        var decoder = self
        decoder.allowance = { input in
            var total = 0
            for case .tensor(let tensor) in (graph(Bytes(input))?.nodes ?? []).flatMap({
                $0.attributes.values.map(\.value)
            }) {
                let unit = tensor.dtype == .string ? MemoryLayout<TensorString>.stride : tensor.dtype.size ?? 0
                let size = (tensor.shape?.elementCount ?? 0).multipliedReportingOverflow(by: unit)
                total += size.overflow || size.partialValue > expansionBudget ? 0 : size.partialValue
            }
            return 3 * min(total, expansionBudget)
        }
        return decoder
    }

    /// The decoder with the memory that DEFLATE may need: it expands 1032-fold, and memory that grows is there twice, the
    /// second time as large again.
    private var compressed: Decoder {
        var decoder = self
        decoder.memoryFactor = 3 * 1032
        return decoder
    }
}

/// What an image may take up.
private let imageLimit = 1 << 16

/// What all tensors of one file may take together that are larger than what is stated of them.
private let expansionBudget = 1 << 28

extension Decoder {
    /// All of them.
    static let all: [Decoder] = [
        Decoder(name: "metagraph", inputs: Inputs.metaGraphs, mutate: message) { bytes in
            let definition = try MetaGraphDef(serialized: Bytes(bytes))
            _ = definition.textFormat
            let graph = Graph()
            _ = try graph.importMetaGraph(definition)
            _ = try graph.metaGraph().serialized()
            if let saver = definition.saver { _ = try Saver(graph, definition: saver) }
        }.expanding { try? MetaGraphDef(serialized: $0).graph },
        Decoder(name: "graph", inputs: Inputs.graphs, mutate: message) { bytes in
            let graph = Graph()
            try graph.importGraph(GraphDef(serialized: Bytes(bytes)), under: "scope")
            _ = try graph.graphDef().serialized()
        }.expanding { try? GraphDef(serialized: $0) },
        Decoder(
            name: "functions", inputs: Inputs.functions, mutate: message,
            read: { bytes in
                let graph = Graph()
                try graph.importGraph(GraphDef(serialized: Bytes(bytes)))
                _ = try graph.graphDef().serialized()
                let session = try Session(graph)
                // Every op is planned, so that every function is called; what one cannot do must not hide the others.
                for operation in graph.operations { _ = try? session.explain(operation) }
            }, memoryFactor: 1 << 12),
        Decoder(name: "saved_model", inputs: Inputs.savedModels, mutate: message) { bytes in
            _ = try SavedModel(serialized: Bytes(bytes)).textFormat
        },
        Decoder(name: "index", inputs: Inputs.indices, mutate: table) { try Inputs.readBundle(index: $0) },
        Decoder(name: "index_bytes", inputs: Inputs.indices, mutate: bytes) { try Inputs.readBundle(index: $0) },
        Decoder(name: "data", inputs: Inputs.data, mutate: bytes) { try Inputs.readBundle(data: $0) },
        Decoder(name: "legacy", inputs: Inputs.legacy, mutate: table) { try Inputs.readLegacy($0) },
        Decoder(name: "legacy_bytes", inputs: Inputs.legacy, mutate: bytes) { try Inputs.readLegacy($0) },
        Decoder(name: "state", inputs: Inputs.states, mutate: bytes) { _ = try CheckpointState(text: Bytes($0)) },
        Decoder(name: "npy", inputs: Inputs.npy, mutate: bytes) { _ = try NPY.decode(Bytes($0)) },
        Decoder(name: "npz", inputs: Inputs.npz, mutate: bytes) { bytes in
            let file = try NPZ(Bytes(bytes))
            for name in file.names { _ = try file.array(named: name) }
        }.compressed,
        Decoder(name: "safetensors", inputs: Inputs.safeTensors, mutate: bytes) { bytes in
            let file = try SafeTensors(Bytes(bytes))
            for name in file.names { _ = try file.array(named: name) }
        },
        Decoder(name: "events", inputs: Inputs.events, mutate: events) { bytes in
            for record in try Records.decode(Bytes(bytes)) { _ = try Event(serialized: record).textFormat }
        },
        Decoder(name: "gzip", inputs: Inputs.gzip, mutate: bytes) { bytes in
            _ = try Gzip.decompress(Bytes(bytes), maximumSize: 1 << 22)
        }.compressed,
        Decoder(
            name: "jpeg", inputs: Inputs.images("jpg"), mutate: bytes,
            read: { _ = try JPEG.decode(Bytes($0), maximumSize: imageLimit) }, allowance: { _ in 16 * imageLimit }),
        Decoder(
            name: "gif", inputs: Inputs.images("gif"), mutate: bytes,
            read: { _ = try GIF.decode(Bytes($0), maximumSize: imageLimit) }, allowance: { _ in 8 * imageLimit }),
        Decoder(
            name: "bmp", inputs: Inputs.images("bmp"), mutate: bytes,
            read: { _ = try BMP.decode(Bytes($0), maximumSize: imageLimit) }, allowance: { _ in 4 * imageLimit }),
        Decoder(name: "wav", inputs: Inputs.sounds, mutate: bytes) { _ = try WAV.decode(Bytes($0)) },
        Decoder(name: "example", inputs: Inputs.examples, mutate: message) { bytes in
            for feature in try SerializedExample(Bytes(bytes)).features.values {
                switch feature.kind {
                case .strings: _ = try feature.strings()
                case .floats: _ = try feature.floats()
                case .integers: _ = try feature.integers()
                case nil: break
                }
            }
        },
        Decoder(name: "idx", inputs: Inputs.idx, mutate: bytes) { _ = try IDX.decode(Bytes($0)) },
        Decoder(name: "slice", inputs: Inputs.slices, mutate: bytes) { bytes in
            _ = try TensorPart(specification: String(decoding: bytes, as: UTF8.self))
        },
    ]

    private static let bytes: @Sendable (inout Mutator, inout [UInt8], [[UInt8]]) -> Void = { mutator, input, others in
        mutator.mutate(&input, others: others)
    }

    private static let message: @Sendable (inout Mutator, inout [UInt8], [[UInt8]]) -> Void = {
        mutator, input, others in
        mutator.mutateMessage(&input, others: others)
    }

    /// Damages the entries of a table and writes it anew, so that its checksums hold.
    private static let table: @Sendable (inout Mutator, inout [UInt8], [[UInt8]]) -> Void = {
        mutator, input, others in
        var entries: [(key: [UInt8], value: [UInt8])] = []
        guard (try? TableReader(Bytes(input)).forEachEntry { entries.append(($0, Array($1))) }) != nil, !entries.isEmpty
        else { return mutator.mutate(&input) }
        for _ in 0...mutator.number(below: 3) {
            let index = mutator.number(below: entries.count)
            switch mutator.number(below: 8) {
            case 0: if entries.count > 1 { entries.remove(at: index) }
            case 1: mutator.mutate(&entries[index].key)
            case 2: entries.append((entries[index].key + [0x30], entries[mutator.number(below: entries.count)].value))
            default: mutator.mutateMessage(&entries[index].value, others: [])
            }
        }
        var writer = TableWriter(blockSize: mutator.choice([64, 4096]))
        var last: [UInt8]?
        for entry in entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) where entry.key != last {
            writer.add(entry.key, entry.value)
            last = entry.key
        }
        input = writer.finish()
    }

    /// Damages the records of an event file, whose checksums hold.
    private static let events: @Sendable (inout Mutator, inout [UInt8], [[UInt8]]) -> Void = {
        mutator, input, others in
        guard mutator.number(below: 4) > 0, let records = try? Records.decode(Bytes(input)), !records.isEmpty else {
            return mutator.mutate(&input, others: others)
        }
        let damaged = mutator.number(below: records.count)
        input = records.enumerated().flatMap { index, record in
            var record = Array(record)
            if index == damaged { mutator.mutateMessage(&record, others: []) }
            return Records.encode(record)
        }
    }
}
