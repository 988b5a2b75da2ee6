import Testing

@testable import mnist

@Suite("Progress of the mnist example")
struct ProgressTests {
    private let progress = Progress(
        epoch: 3, epochCount: 20, batch: 54, batchCount: 81, loss: 0.43214, validationAccuracy: 0.8933,
        stepsPerSecond: 5210.4)

    @Test("a plain line states epoch, batches, loss, validation accuracy and steps a second")
    func plain() {
        #expect(
            progress.line(width: nil)
                == "epoch  3/20  54/81 batches  loss 0.4321  validation accuracy 0.8933  5210 steps/s")
    }

    @Test("what is not known yet is left out")
    func unknown() {
        #expect(Progress(epoch: 1, epochCount: 2, batchCount: 10).line(width: nil) == "epoch 1/2   0/10 batches")
    }

    @Test("on a terminal a bar takes what the rest leaves, and nothing is wider than the terminal")
    func bar() {
        for width in 1...200 {
            let line = progress.line(width: width)
            #expect(line.count <= width)
            if width >= 120 { #expect(line.contains("[====================>.........]")) }
        }
        var full = progress
        full.batch = 81
        #expect(full.line(width: 200).contains("[" + String(repeating: "=", count: 30) + "]"))
    }

    @Test(
        "numbers have four decimals",
        arguments: [
            (0.0, "0.0000"), (0.91, "0.9100"), (1.0, "1.0000"), (0.00004, "0.0000"), (0.99996, "1.0000"),
            (12.34567, "12.3457"), (-0.5, "-0.5000"), (-0.00001, "0.0000"),
        ])
    func decimals(number: Double, text: String) {
        #expect(Progress.fixed(number) == text)
    }

    @Test("a loss that is no number is shown as it is")
    func notANumber() {
        #expect(Progress.fixed(.nan) == "nan" && Progress.fixed(.infinity) == "inf")
    }
}
