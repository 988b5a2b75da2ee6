import Adjoint
import Foundation

/// Runs `mnist transfer`: the story, once for each seed, and a table of the means.
struct TransferCommand {
    let arguments: TransferArguments

    func run() throws {
        let data = try MNIST(directory: arguments.dataDirectory, validationCount: 0)
        let temporary = FileManager.default.temporaryDirectory
            .appendingPathComponent("mnist-transfer-\(UInt64.random(in: 0 ... .max))")
        defer { if arguments.outputDirectory == nil { try? FileManager.default.removeItem(at: temporary) } }
        let story = try TransferStory(
            arguments, data: data, directory: arguments.outputDirectory ?? temporary.path)
        var runs: [[TransferStory.Outcome]] = []
        for run in 0..<arguments.runs { runs.append(try story.tell(seed: arguments.seed &+ run)) }
        print(Self.table(of: runs, imagesPerClass: arguments.imagesPerClass))
    }

    /// The means over the runs, a line for each way.
    static func table(of runs: [[TransferStory.Outcome]], imagesPerClass: Int) -> String {
        let heading = "digits 5 to 9, \(imagesPerClass) images of each"
        let width = max(heading.count, runs[0].map(\.way.count).max() ?? 0)
        func row(_ cells: String...) -> String {
            var line = cells[0] + String(repeating: " ", count: max(0, width - cells[0].count))
            for cell in cells.dropFirst() {
                line += "  " + String(repeating: " ", count: max(0, 8 - cell.count)) + cell
            }
            return line
        }
        var lines = [row(heading, "accuracy", "seconds")]
        for index in runs[0].indices {
            func mean(_ value: KeyPath<TransferStory.Outcome, Double>) -> Double {
                runs.reduce(0) { $0 + $1[index][keyPath: value] } / Double(runs.count)
            }
            lines.append(
                row(
                    runs[0][index].way, Progress.fixed(mean(\.accuracy)),
                    String(Progress.fixed(mean(\.seconds)).dropLast(2))))
        }
        return lines.joined(separator: "\n")
    }
}
