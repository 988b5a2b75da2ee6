/// A serialized `tf.train.Example`: features by name, each a list of numbers or strings that is read when asked for.
///
/// Of features of one name the last counts, as for every map of protocol buffers.
public struct SerializedExample: Sendable {
    /// The features by name. Names are bytes, not necessarily UTF-8.
    public private(set) var features: [Bytes: Feature] = [:]

    /// A list of numbers or strings that is not read yet.
    public struct Feature: Sendable {
        /// What the list is of.
        public enum Kind: Sendable {
            /// Strings. `bytes_list`.
            case strings
            /// Numbers of single precision. `float_list`.
            case floats
            /// Integers of 64 bits. `int64_list`.
            case integers
        }

        /// What the list is of; nil for a feature that states no list.
        public private(set) var kind: Kind?
        private var lists: [Bytes] = []

        fileprivate init(_ bytes: Bytes) throws {
            var reader = ProtobufReader(bytes)
            while let field = try reader.nextField() {
                guard case .bytes(let list) = field.value else { continue }
                let kind: Kind
                switch field.number {
                case 1: kind = .strings
                case 2: kind = .floats
                case 3: kind = .integers
                default: continue
                }
                if kind != self.kind { (self.kind, lists) = (kind, []) }
                lists.append(list)
            }
        }

        /// The strings of a list of strings. O(size).
        ///
        /// - Throws: ``FormatError`` for damage, and for a list of something else.
        public func strings() throws -> [Bytes] { try elements(.strings) }

        /// The numbers of a list of floats. O(size).
        ///
        /// - Throws: ``FormatError`` for damage, and for a list of something else.
        public func floats() throws -> [Float] { try elements(.floats) }

        /// The numbers of a list of integers. O(size).
        ///
        /// - Throws: ``FormatError`` for damage, and for a list of something else.
        public func integers() throws -> [Int64] { try elements(.integers) }

        private func elements<Element: ProtobufScalar>(_ kind: Kind) throws -> [Element] {
            guard kind == self.kind else {
                throw FormatError(.malformed, format: "Example", "the feature is no list of \(kind)")
            }
            var elements: [Element] = []
            for list in lists {
                var reader = ProtobufReader(list)
                while let field = try reader.nextField() {
                    guard field.number == 1 else { continue }
                    if let element = try Element(field.value) {
                        elements.append(element)
                    } else if Element.isPackable, case .bytes(let packed) = field.value {
                        try Element.unpack(packed, onto: &elements)
                    } else {
                        throw FormatError(.malformed, format: "Example", "a list holds elements of another type")
                    }
                }
            }
            return elements
        }
    }

    /// Finds the features in a message. O(`bytes.count`).
    ///
    /// - Throws: ``FormatError``: `truncated` or `malformed`.
    public init(_ bytes: Bytes) throws {
        try Self.forEachField(1, of: bytes) { features in
            try Self.forEachField(1, of: features) { entry in
                var (name, value) = (Bytes(), Bytes())
                try Self.forEachField(1, of: entry) { name = $0 }
                try Self.forEachField(2, of: entry) { value = $0 }
                self.features[name] = try Feature(value)
            }
        }
    }

    /// Calls `body` with the contents of every field of one number that is a run of bytes.
    private static func forEachField(_ number: Int, of message: Bytes, _ body: (Bytes) throws -> Void) throws {
        var reader = ProtobufReader(message)
        while let field = try reader.nextField() {
            guard field.number == number, case .bytes(let contents) = field.value else { continue }
            try body(contents)
        }
    }
}
