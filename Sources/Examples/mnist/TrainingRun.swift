import Adjoint

/// Trains a model on the training set, measures it on the validation set and saves it after every epoch, and measures it
/// on the test set at the end.
struct TrainingRun {
    private let arguments: Arguments
    private let data: MNIST
    private let session: Session
    private let globalStep: Variable
    private let saver: Saver
    private let step: PreparedStep
    private let accuracy: PreparedStep

    /// Prepares the run, with the variables initialized, or restored if that is asked for.
    init(_ arguments: Arguments, data: MNIST) throws {
        self.arguments = arguments
        self.data = data
        let model = Model(
            arguments.architecture, hiddenSizes: arguments.hiddenSizes, activation: arguments.activation,
            learningRate: arguments.learningRate, seed: arguments.seed)
        session = try Session(model.graph, options: SessionOptions(threadCount: arguments.threadCount))
        try session.initializeVariables()
        globalStep = model.globalStep
        saver = Saver(model.graph)
        if arguments.resumes {
            guard let latest = try Saver.latestCheckpoint(in: arguments.outputDirectory) else {
                throw MissingModel(directory: arguments.outputDirectory)
            }
            try saver.restore(session, from: latest)
        }
        step = try session.prepare(fetches: [model.loss], targets: [model.trainingStep], feeding: [model.x, model.y])
        accuracy = try session.prepare(model.accuracy, feeding: model.x, model.y)
    }

    /// Runs all epochs and returns the accuracy on the test set.
    func run() throws -> Double {
        var report = ProgressReport()
        var validationAccuracy: Double?
        let start = try completedEpochs() + 1
        for epoch in start..<max(start, arguments.epochs + 1) {
            // A factor keeps two seeds from going through each other's orders one epoch later.
            let order = data.train.shuffled(seed: arguments.seed &* 1_000_003 &+ epoch)
            let batches = order.batches(of: arguments.batchSize)
            var progress = Progress(
                epoch: epoch, epochCount: arguments.epochs, batchCount: batches.count,
                validationAccuracy: validationAccuracy)
            var totalLoss = 0.0
            let clock = ContinuousClock()
            let epochStart = clock.now
            for batch in batches {
                totalLoss += Double(try step(batch.images, batch.labels)[0].scalar(as: Float.self))
                progress.batch += 1
                progress.loss = totalLoss / Double(progress.batch)
                progress.stepsPerSecond = Double(progress.batch) / ((clock.now - epochStart) / .seconds(1))
                report.update(progress)
            }
            if data.validation.count > 0 { validationAccuracy = try share(of: data.validation) }
            progress.validationAccuracy = validationAccuracy
            report.finishEpoch(progress)
            try save(epoch)
        }
        return try share(of: data.test)
    }

    /// How many epochs the steps taken so far make.
    private func completedEpochs() throws -> Int {
        let steps = try session.value(of: globalStep).integers?.first ?? 0
        let stepsPerEpoch = data.train.batches(of: arguments.batchSize).count
        guard steps % stepsPerEpoch == 0 else {
            throw UsageError(
                "the saved model took \(steps) steps, which are no whole epochs of \(stepsPerEpoch): "
                    + "resume with the batch size, data and validation it was trained with")
        }
        return steps / stepsPerEpoch
    }

    private func save(_ epoch: Int) throws {
        do {
            try saver.save(session, to: arguments.outputDirectory + "/mnist.ckpt", globalStep: epoch)
        } catch let error as FileError {
            throw SaveFailure(description: "the model cannot be saved: \(error)")
        }
    }

    /// The share of images that the network recognizes.
    private func share(of images: LabeledImages) throws -> Double {
        var recognized = 0.0
        for batch in images.batches(of: Self.evaluationBatchSize) {
            let mean = try accuracy(batch.images, batch.labels)[0].scalar(as: Float.self)
            recognized += Double(mean) * Double(batch.count)
        }
        // The products are whole numbers, up to rounding.
        return recognized.rounded() / Double(images.count)
    }

    /// Large enough for full speed, small enough for the activations to stay in the cache.
    private static let evaluationBatchSize = 500
}
