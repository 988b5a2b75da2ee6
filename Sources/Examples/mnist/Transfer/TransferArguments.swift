/// What the command line of `mnist transfer` asks for.
struct TransferArguments: Equatable {
    /// The directory with MNIST's files; `nil` for the sample that comes with the program.
    var dataDirectory: String?
    /// Where the checkpoint and the cached features stay; `nil` for a directory that is removed at the end.
    var outputDirectory: String?
    /// How often the digits 0 to 4 are gone through.
    var epochs = 20
    /// How often the images of the digits 5 to 9 are gone through.
    var transferEpochs = 40
    /// How many images there are of each of the digits 5 to 9.
    var imagesPerClass = 100
    /// The number of images in a training step on the digits 0 to 4.
    var batchSize = 50
    /// The number of images in a training step on the digits 5 to 9.
    var transferBatchSize = 20
    /// The step size of Adam.
    var learningRate = 0.001
    /// Where weights and orders are drawn from.
    var seed = 42
    /// How often all of it is done, with one seed after the other; the table has the means.
    var runs = 1
    /// Threads to compute with; `nil` for all there are.
    var threadCount: Int?
    /// Whether the help text is to be printed instead.
    var showsHelp = false

    /// The defaults.
    init() {}

    /// Reads the arguments, those after `transfer`.
    ///
    /// - Throws: ``UsageError`` for the first that is wrong.
    init(parsing arguments: [String]) throws(UsageError) {
        try Option.parse(arguments) { name in
            guard name == "--help" || name == "-h" else { return false }
            showsHelp = true
            return true
        } set: { option, value in
            set(option, to: value)
        }
    }

    /// Sets an option; returns whether the value is one it can have.
    private mutating func set(_ option: Option, to value: String) -> Bool {
        switch option {
        case .data:
            dataDirectory = value
            return !value.isEmpty
        case .output:
            outputDirectory = value
            return !value.isEmpty
        case .learningRate:
            guard let rate = Double(value), rate > 0, rate.isFinite else { return false }
            learningRate = rate
        case .seed:
            guard let number = Int(value) else { return false }
            seed = number
        default:
            // A bound far above any use keeps products of two of them from overflowing.
            guard let number = Int(value), (1...option.largest).contains(number) else { return false }
            switch option {
            case .epochs: epochs = number
            case .transferEpochs: transferEpochs = number
            case .imagesPerClass: imagesPerClass = number
            case .batchSize: batchSize = number
            case .transferBatchSize: transferBatchSize = number
            case .runs: runs = number
            default: threadCount = number
            }
        }
        return true
    }
}

/// An option that takes a value.
private enum Option: String, CommandLineOption {
    case data = "--data"
    case output = "--output"
    case epochs = "--epochs"
    case transferEpochs = "--transfer-epochs"
    case imagesPerClass = "--images-per-class"
    case batchSize = "--batch-size"
    case transferBatchSize = "--transfer-batch-size"
    case learningRate = "--learning-rate"
    case seed = "--seed"
    case runs = "--runs"
    case threads = "--threads"

    var largest: Int { self == .threads ? 1024 : 1 << 30 }

    var expectation: String {
        switch self {
        case .data, .output: "a directory"
        case .epochs, .transferEpochs, .imagesPerClass, .batchSize, .transferBatchSize, .runs: "a whole number from 1"
        case .learningRate: "a number greater than 0"
        case .seed: "a whole number"
        case .threads: "a whole number from 1 to 1024"
        }
    }
}

extension TransferArguments {
    /// What `transfer --help` prints.
    static let help = """
        usage: mnist transfer [OPTION …]

        Trains a network of five hidden layers on the digits 0 to 4 and saves it. Then learns the digits 5 to 9 from a
        few images of each in five ways: from scratch; with three layers restored; with these frozen; with their values
        cached; and with the last of them unfrozen. Prints accuracy and training time of each.

        options:
          --data DIR               a directory with MNIST's four IDX files, plain or .gz (a sample comes with the program)
          --output DIR             where the checkpoint and the cached features stay (nowhere)
          --epochs N               how often to go through the digits 0 to 4 (\(defaults.epochs))
          --transfer-epochs N      how often to go through the images of 5 to 9 (\(defaults.transferEpochs))
          --images-per-class N     images of each of the digits 5 to 9 (\(defaults.imagesPerClass))
          --batch-size N           images in a training step on 0 to 4 (\(defaults.batchSize))
          --transfer-batch-size N  images in a training step on 5 to 9 (\(defaults.transferBatchSize))
          --learning-rate X        step size of Adam (\(defaults.learningRate))
          --seed N                 where the weights and the order of the images are drawn from (\(defaults.seed))
          --runs N                 do all of it N times with one seed after the other, and print means (\(defaults.runs))
          --threads N              threads to compute with (all that the process may use)
          --help                   print this
        """

    private static let defaults = TransferArguments()
}
