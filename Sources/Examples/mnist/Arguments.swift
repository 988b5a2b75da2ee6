/// What the command line asks for.
struct Arguments: Equatable {
    /// The directory with MNIST's files; `nil` for the sample that comes with the program.
    var dataDirectory: String?
    /// How often the training set is gone through.
    var epochs = 40
    /// The number of images in a training step.
    var batchSize = 50
    /// What is trained.
    var architecture = Architecture.perceptron
    /// The step size; that of the model unless it is given.
    var learningRate = Architecture.perceptron.learningRate
    /// The number of units in each hidden layer of the perceptron.
    var hiddenSizes = [300, 100]
    /// What follows each hidden layer.
    var activation = ActivationName.relu
    /// How many training images are held out; `nil` for a tenth of them.
    var validationCount: Int?
    /// Where weights and orders are drawn from.
    var seed = 42
    /// Threads to compute with; `nil` for all there are.
    var threadCount: Int?
    /// The directory where the model is saved after every epoch.
    var outputDirectory = "mnist-output"
    /// Whether to go on from the latest model saved there.
    var resumes = false
    /// Whether the help text is to be printed instead.
    var showsHelp = false

    /// The defaults.
    init() {}

    /// Reads the arguments, those after the program's name.
    ///
    /// - Throws: ``UsageError`` for the first that is wrong.
    init(parsing arguments: [String]) throws(UsageError) {
        var given: Set<Option> = []
        try Option.parse(arguments) { name in
            switch name {
            case "--help", "-h": showsHelp = true
            case "--resume": resumes = true
            default: return false
            }
            return true
        } set: { option, value in
            given.insert(option)
            return set(option, to: value)
        }
        if !given.contains(.learningRate) { learningRate = architecture.learningRate }
        guard architecture == .perceptron || !given.contains(.hidden) else {
            throw UsageError("--hidden is for the perceptron; the layers of \(architecture.rawValue) have their sizes")
        }
    }

    /// Sets an option; returns whether the value is one it can have.
    private mutating func set(_ option: Option, to value: String) -> Bool {
        switch option {
        case .data:
            guard !value.isEmpty else { return false }
            dataDirectory = value
        case .output:
            guard !value.isEmpty else { return false }
            outputDirectory = value
        case .epochs: return assign(Self.integer(value, from: 1), to: &epochs)
        case .batchSize: return assign(Self.integer(value, from: 1), to: &batchSize)
        case .model: return assign(Architecture(rawValue: value), to: &architecture)
        case .learningRate:
            return assign(Float(value).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }, to: &learningRate)
        case .hidden:
            let parts = value.split(separator: ",", omittingEmptySubsequences: false)
            let sizes = parts.compactMap { Self.integer(String($0), from: 1) }
            return assign(sizes.count == parts.count ? sizes : nil, to: &hiddenSizes)
        case .activation: return assign(ActivationName(rawValue: value), to: &activation)
        case .validation:
            guard let count = Self.integer(value, from: 0) else { return false }
            validationCount = count
        case .seed: return assign(Int(value), to: &seed)
        case .threads:
            guard let count = Self.integer(value, from: 1), count <= 1024 else { return false }
            threadCount = count
        }
        return true
    }

    private static func integer(_ text: String, from least: Int) -> Int? {
        // A bound far above any use keeps products of two of them from overflowing.
        Int(text).flatMap { $0 >= least && $0 <= 1 << 30 ? $0 : nil }
    }
}

/// Assigns a value if there is one; returns whether there was.
private func assign<Value>(_ value: Value?, to place: inout Value) -> Bool {
    guard let value else { return false }
    place = value
    return true
}

/// An option that takes a value.
private enum Option: String, CommandLineOption {
    case data = "--data"
    case output = "--output"
    case epochs = "--epochs"
    case batchSize = "--batch-size"
    case model = "--model"
    case learningRate = "--learning-rate"
    case hidden = "--hidden"
    case activation = "--activation"
    case validation = "--validation"
    case seed = "--seed"
    case threads = "--threads"

    var expectation: String {
        switch self {
        case .data, .output: "a directory"
        case .epochs, .batchSize: "a whole number from 1"
        case .model: "one of " + Architecture.allCases.map(\.rawValue).joined(separator: ", ")
        case .learningRate: "a number greater than 0"
        case .hidden: "layer sizes from 1, separated by commas"
        case .activation: "one of " + ActivationName.allCases.map(\.rawValue).joined(separator: ", ")
        case .validation: "a whole number from 0"
        case .seed: "a whole number"
        case .threads: "a whole number from 1 to 1024"
        }
    }
}
