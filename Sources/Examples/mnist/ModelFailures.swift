/// A model that could not be saved.
struct SaveFailure: Error, CustomStringConvertible {
    let description: String
}

/// There is no model to go on from.
struct MissingModel: Error, CustomStringConvertible {
    let directory: String

    var description: String { "\(directory): there is no model to go on from" }
}
