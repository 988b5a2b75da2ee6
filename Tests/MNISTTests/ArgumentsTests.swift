import Testing

@testable import mnist

@Suite("Arguments of the mnist example")
struct ArgumentsTests {
    @Test("without any, the defaults hold")
    func defaults() throws {
        let arguments = try Arguments(parsing: [])
        #expect(arguments == Arguments())
        #expect(arguments.hiddenSizes == [300, 100] && arguments.batchSize == 50 && arguments.learningRate == 0.01)
        #expect(arguments.dataDirectory == nil && arguments.threadCount == nil && !arguments.showsHelp)
    }

    @Test("every option is read, with its value as the next argument or after an equals sign")
    func options() throws {
        let pairs = [
            ("--data", "DIR"), ("--epochs", "3"), ("--batch-size", "7"), ("--learning-rate", "0.5"),
            ("--hidden", "10,20,30"), ("--activation", "leaky_relu"), ("--validation", "0"), ("--seed", "-1"),
            ("--threads", "2"), ("--output", "OUT"),
        ]
        var expected = Arguments()
        expected.dataDirectory = "DIR"
        expected.epochs = 3
        expected.batchSize = 7
        expected.learningRate = 0.5
        expected.hiddenSizes = [10, 20, 30]
        expected.activation = .leakyRelu
        expected.validationCount = 0
        expected.seed = -1
        expected.threadCount = 2
        expected.outputDirectory = "OUT"
        #expect(try Arguments(parsing: pairs.flatMap { [$0.0, $0.1] }) == expected)
        #expect(try Arguments(parsing: pairs.map { $0.0 + "=" + $0.1 }) == expected)
        #expect(try Arguments(parsing: ["--epochs", "5", "--epochs", "3"]).epochs == 3)
        #expect(try Arguments(parsing: ["--resume", "--epochs", "5"]).resumes)
        #expect(throws: UsageError.self) { try Arguments(parsing: ["--resume=yes"]) }
        #expect(try Arguments(parsing: ["--data=a=b"]).dataDirectory == "a=b")
    }

    @Test("help is asked for by both of its names, beside other options", arguments: ["--help", "-h"])
    func help(option: String) throws {
        #expect(try Arguments(parsing: ["--epochs", "2", option]).showsHelp)
    }

    @Test("the help text names every option")
    func helpText() {
        for option in [
            "--data", "--epochs", "--batch-size", "--learning-rate", "--hidden", "--activation", "--validation",
            "--seed", "--threads", "--help",
        ] {
            #expect(Arguments.help.contains("\n  \(option)"))
        }
        #expect(Arguments.help.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test(
        "a wrong argument is told in one line that names it",
        arguments: [
            ["--epochs", "0"], ["--epochs", "many"], ["--epochs", "1e3"], ["--epochs", "9999999999999999999"],
            ["--epochs", "2000000000"], ["--epochs"], ["--epochs="], ["--batch-size", "-5"],
            ["--learning-rate", "0"], ["--learning-rate", "nan"], ["--learning-rate", "inf"],
            ["--learning-rate", "-0.1"], ["--hidden", ""], ["--hidden", "300,"], ["--hidden", "300,0"],
            ["--hidden", "a"], ["--activation", "step"], ["--validation", "-1"], ["--seed", "x"],
            ["--threads", "0"], ["--threads", "4096"], ["--data", ""], ["--verbose"], ["--verbose=1"], ["-x"],
            ["--help=yes"], ["more"],
        ])
    func mistakes(arguments: [String]) throws {
        let error = #expect(throws: UsageError.self) { try Arguments(parsing: arguments) }
        let message = try #require(error).description
        #expect(!message.contains("\n") && message.contains(arguments[0].prefix { $0 != "=" }))
    }

    @Test func modelsHaveStepSizesOfTheirOwn() throws {
        let lenet = try Arguments(parsing: ["--model", "lenet"])
        #expect(lenet.architecture == .lenet && lenet.learningRate == Architecture.lenet.learningRate)
        let given = try Arguments(parsing: ["--learning-rate", "0.5", "--model", "lenet"])
        #expect(given.learningRate == 0.5)
        #expect(throws: UsageError.self) { try Arguments(parsing: ["--model", "lenet", "--hidden", "10"]) }
        #expect(throws: UsageError.self) { try Arguments(parsing: ["--model", "resnet"]) }
    }
}
