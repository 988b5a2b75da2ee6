/// A way in which a case breaks a law. Checkers return these rather than fail, so that they can be tested themselves.
struct Violation: Error, CustomStringConvertible {
    var law: String
    var detail: String

    init(_ law: String, _ detail: String) {
        self.law = law
        self.detail = detail
    }

    var description: String { "\(law): \(detail)" }
}
