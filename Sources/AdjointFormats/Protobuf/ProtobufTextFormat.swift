extension ProtobufMessage {
    /// The message in protocol buffers' text format, which TensorFlow reads too; unknown fields are left out.
    ///
    /// O(size of the result).
    public var textFormat: String {
        var printer = ProtobufTextPrinter()
        printer.print(self)
        return printer.text
    }
}

/// The visitor that prints fields, one per line.
private struct ProtobufTextPrinter: ProtobufFieldVisitor {
    private(set) var text = ""
    private var indentation = ""

    mutating func print(_ message: some ProtobufMessage) {
        var message = message
        try! message.visitFields(&self)  // this visitor throws nothing
    }

    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S) {
        if !value.isDefault { print(name, value) }
    }

    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ value: inout S?) {
        if let value { print(name, value) }
    }

    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ values: inout [S]) {
        for value in values { print(name, value) }
    }

    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ message: inout M?) {
        if let message { print(name, message) }
    }

    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ messages: inout [M]) {
        for message in messages { print(name, message) }
    }

    mutating func field<M: ProtobufMessage>(_ number: Int, _ name: StaticString, _ map: inout [String: M]) {
        for (key, value) in map.sorted(by: { $0.key < $1.key }) { print(name, MessageEntry(key: key, value: value)) }
    }

    mutating func field<S: ProtobufScalar>(_ number: Int, _ name: StaticString, _ map: inout [String: S]) {
        for (key, value) in map.sorted(by: { $0.key < $1.key }) { print(name, ScalarEntry(key: key, value: value)) }
    }

    private mutating func print(_ name: StaticString, _ value: some ProtobufScalar) {
        text += "\(indentation)\(name): \(value.textFormat)\n"
    }

    private mutating func print(_ name: StaticString, _ message: some ProtobufMessage) {
        text += "\(indentation)\(name) {\n"
        indentation += "  "
        print(message)
        indentation.removeLast(2)
        text += "\(indentation)}\n"
    }
}
