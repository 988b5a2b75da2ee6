import Adjoint
import FileTestSupport
import Foundation
import Testing

@testable import mnist

@Suite("mnist transfer")
struct TransferTests {
    @Test("options are read, and wrong ones named")
    func arguments() throws {
        #expect(try TransferArguments(parsing: []) == TransferArguments())
        var expected = TransferArguments()
        expected.dataDirectory = "DIR"
        expected.outputDirectory = "OUT"
        expected.epochs = 3
        expected.transferEpochs = 4
        expected.imagesPerClass = 5
        expected.batchSize = 6
        expected.transferBatchSize = 7
        expected.learningRate = 0.5
        expected.seed = -8
        expected.runs = 9
        expected.threadCount = 2
        let words = [
            "--data", "DIR", "--output=OUT", "--epochs", "3", "--transfer-epochs=4", "--images-per-class", "5",
            "--batch-size", "6", "--transfer-batch-size", "7", "--learning-rate", "0.5", "--seed", "-8", "--runs", "9",
            "--threads", "2",
        ]
        #expect(try TransferArguments(parsing: words) == expected)
        #expect(try TransferArguments(parsing: ["-h"]).showsHelp)
        for wrong in [
            ["--epochs", "0"], ["--epochs"], ["--runs", "x"], ["--learning-rate", "-1"], ["--threads", "4096"],
            ["--what"], ["x"], ["--help=1"], ["--data", ""],
        ] {
            #expect(throws: UsageError.self) { try TransferArguments(parsing: wrong) }
        }
        for option in words where option.hasPrefix("--") {
            #expect(TransferArguments.help.contains(option.prefix { $0 != "=" }))
        }
    }

    @Test("half of the digits become classes 0 to 4, the first images of each")
    func half() throws {
        let data = try MNIST(directory: nil, validationCount: 0)
        let upper = try HalfOfMNIST(of: data, from: 5, imagesPerClass: 3)
        let labels = try upper.train.labels.scalars(as: Int32.self)
        #expect(labels.sorted() == (0..<5).flatMap { [$0, $0, $0] })
        let all = try data.train.labels.scalars(as: Int32.self)
        let first = try #require(all.firstIndex { $0 >= 5 })
        #expect(labels[0] == all[first] - 5)
        #expect(upper.train.images.rows(0..<1) == data.train.images.rows(first..<(first + 1)))
        let lower = try HalfOfMNIST(of: data, from: 0)
        #expect(lower.test.count + upper.test.count == data.test.count)
        #expect(throws: UsageError.self) { try HalfOfMNIST(of: data, from: 5, imagesPerClass: 1 << 20) }
    }

    @Test("the story has five outcomes; frozen and cached layers come to the same")
    func story() throws {
        try withTemporaryDirectory { directory in
            var arguments = TransferArguments()
            (arguments.epochs, arguments.transferEpochs, arguments.imagesPerClass) = (1, 2, 10)
            let data = try MNIST(directory: nil, validationCount: 0)
            let small = data.keeping(train: 600, test: 300)
            let story = try TransferStory(arguments, data: small, directory: directory)
            let outcomes = try story.tell(seed: 1)
            #expect(outcomes.count == 5 && outcomes[2].accuracy == outcomes[3].accuracy)
            #expect(outcomes.allSatisfy { (0.0...1).contains($0.accuracy) && $0.seconds > 0 })
            let table = TransferCommand.table(of: [outcomes, outcomes], imagesPerClass: 10)
            #expect(table.split(separator: "\n").count == 6 && table.hasPrefix("digits 5 to 9, 10 images of each"))
        }
    }
}
