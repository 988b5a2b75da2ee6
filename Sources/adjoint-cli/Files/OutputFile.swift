import Adjoint

/// Files that the program writes.
enum OutputFile {
    /// Writes a file, turning what can go wrong into the fitting failure.
    ///
    /// - Throws: ``CommandFailure`` if the file cannot be created, or the device fails.
    static func write(_ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as FileError {
            let isDevice = ["write", "synchronize"].contains(error.operation)
            throw CommandFailure(isDevice ? .ioError : .cannotCreate, "\(error)")
        } catch let error as FormatError where error.kind == .unsupported {
            throw CommandFailure(.cannotCreate, "\(error)")
        }
    }
}
