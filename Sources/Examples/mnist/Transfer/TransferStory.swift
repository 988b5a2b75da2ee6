import Adjoint

/// The story that `mnist transfer` tells: what a network has learned of the digits 0 to 4 helps it with 5 to 9.
struct TransferStory {
    private let arguments: TransferArguments
    private let lower: HalfOfMNIST
    private let upper: HalfOfMNIST
    private let directory: String

    /// One way to learn, and what came of it.
    struct Outcome {
        var way: String
        /// The share of the test images of 5 to 9 that were recognized.
        var accuracy: Double
        /// The time it took to train, in seconds.
        var seconds: Double
    }

    /// - Parameter directory: Where the checkpoint and the cached features lie.
    init(_ arguments: TransferArguments, data: MNIST, directory: String) throws {
        self.arguments = arguments
        self.directory = directory
        lower = try HalfOfMNIST(of: data, from: 0)
        upper = try HalfOfMNIST(of: data, from: 5, imagesPerClass: arguments.imagesPerClass)
    }

    /// Tells it once, and returns the outcomes in their order.
    func tell(seed: Int) throws -> [Outcome] {
        let checkpoint = try learnLowerDigits(seed: seed)
        return [
            try learn("from scratch", seed) { _, _ in },
            try learn("hidden[123] restored", seed) { try restoreLowerLayers($0, $1, from: checkpoint) },
            try learn("hidden[123] frozen", seed) { network, session in
                try restoreLowerLayers(network, session, from: checkpoint)
                network.graph.freeze(in: TransferNetwork.lowerLayers)
            },
        ] + (try learnFromCache(seed, checkpoint: checkpoint))
    }

    /// Trains on the digits 0 to 4, and returns where the variables are saved.
    private func learnLowerDigits(seed: Int) throws -> String {
        let network = TransferNetwork(seed: seed)
        let step = network.trainingStep(learningRate: arguments.learningRate)
        let session = try session(network)
        _ = try train(
            "0 to 4", session.prepare(fetches: [network.loss], targets: [step], feeding: [network.x, network.y]),
            lower.train, batchSize: arguments.batchSize, epochs: arguments.epochs, seed: seed
        ) { ($0.images, $0.labels) }
        let accuracy = try share(network, session, of: lower.test)
        let path = try Saver(network.graph).save(session, to: directory + "/digits-0-to-4.ckpt", durable: false)
        print("digits 0 to 4: \(Progress.fixed(accuracy)) of \(lower.test.count) test images recognized")
        return path
    }

    private func restoreLowerLayers(_ network: TransferNetwork, _ session: Session, from checkpoint: String) throws {
        try Saver(network.graph.trainableVariables(in: TransferNetwork.lowerLayers))
            .restore(session, from: checkpoint)
    }

    /// Trains a new network on the digits 5 to 9, after `prepare` has changed it.
    private func learn(
        _ way: String, _ seed: Int, prepare: (TransferNetwork, Session) throws -> Void
    ) throws -> Outcome {
        let network = TransferNetwork(seed: Self.transferSeed(seed))
        let session = try session(network)
        try prepare(network, session)
        let step = network.trainingStep(learningRate: arguments.learningRate)
        try session.initializeVariables()
        let seconds = try train(way, network, session, step, epochs: arguments.transferEpochs, seed: seed)
        return Outcome(way: way, accuracy: try share(network, session, of: upper.test), seconds: seconds)
    }

    /// Trains on cached values of the frozen layers; then unfreezes the last of these, and trains on with smaller steps.
    private func learnFromCache(_ seed: Int, checkpoint: String) throws -> [Outcome] {
        let network = TransferNetwork(seed: Self.transferSeed(seed))
        let session = try session(network)
        try restoreLowerLayers(network, session, from: checkpoint)
        let frozen = network.graph.freeze(in: TransferNetwork.lowerLayers)
        let before = try VariableSnapshot(of: frozen, in: session)
        let step = network.trainingStep(learningRate: arguments.learningRate)
        try session.initializeVariables()

        let clock = ContinuousClock()
        let start = clock.now
        let cache = try FeatureCache(
            below: step, from: network.x, in: session, directory: directory + "/features")
        let features = try cache.rows(of: upper.train.images, fedTo: network.x)
        let caching = (clock.now - start) / .seconds(1)
        let cached = "hidden[123] cached"
        let training = try train(
            cached,
            session.prepare(fetches: [network.loss], targets: [step], feeding: [cache.tensor, network.y]),
            features.joined(with: upper.train.labels), batchSize: arguments.transferBatchSize,
            epochs: arguments.transferEpochs, seed: seed
        ) { ($0.features, $0.labels) }
        let moved = try before.changedVariables(in: session)
        precondition(moved.isEmpty, "frozen variables moved: \(moved)")
        var outcomes = [
            Outcome(
                way: cached, accuracy: try share(network, session, of: upper.test), seconds: caching + training)
        ]

        let unfrozen = "then hidden3 unfrozen"
        network.graph.unfreeze(in: "hidden3/")
        let finer = network.trainingStep(learningRate: arguments.learningRate / 10, name: "train_last")
        try session.initializeVariables()
        let seconds = try train(
            unfrozen, network, session, finer, epochs: max(1, arguments.transferEpochs / 2), seed: seed + 1)
        outcomes.append(
            Outcome(way: unfrozen, accuracy: try share(network, session, of: upper.test), seconds: seconds))
        return outcomes
    }

    /// The same for every way, so that all begin with the same new layers, and none with those that were trained.
    private static func transferSeed(_ seed: Int) -> Int { seed &+ 1_000_003 }

    private func session(_ network: TransferNetwork) throws -> Session {
        let session = try Session(network.graph, options: SessionOptions(threadCount: arguments.threadCount))
        try session.initializeVariables()
        return session
    }

    /// Trains on the images of 5 to 9, and returns the seconds it took.
    private func train(
        _ title: String, _ network: TransferNetwork, _ session: Session, _ step: Operation, epochs: Int, seed: Int
    ) throws -> Double {
        try train(
            title, session.prepare(fetches: [network.loss], targets: [step], feeding: [network.x, network.y]),
            upper.train, batchSize: arguments.transferBatchSize, epochs: epochs, seed: seed
        ) { ($0.images, $0.labels) }
    }

    /// Goes through a data set in new orders, shows the progress, and returns the seconds it took.
    private func train<Data: Dataset>(
        _ title: String, _ step: PreparedStep, _ data: Data, batchSize: Int, epochs: Int, seed: Int,
        feeds: (Data) -> (NDArray, NDArray)
    ) throws -> Double {
        var report = ProgressReport()
        let clock = ContinuousClock()
        let start = clock.now
        var progress = Progress(epoch: 1, epochCount: epochs, batchCount: 0)
        for epoch in 1...epochs {
            let batches = data.shuffled(seed: seed &* 1_000_003 &+ epoch).batches(of: batchSize)
            progress.epoch = epoch
            (progress.batch, progress.batchCount) = (0, batches.count)
            var totalLoss = 0.0
            for batch in batches {
                let (inputs, labels) = feeds(batch)
                totalLoss += Double(try step(inputs, labels)[0].scalar(as: Float.self))
                progress.batch += 1
                progress.loss = totalLoss / Double(progress.batch)
                report.update(progress, title: title)
            }
        }
        let seconds = (clock.now - start) / .seconds(1)
        progress.stepsPerSecond = Double(progress.batchCount * epochs) / seconds
        report.finishEpoch(progress, title: title)
        return seconds
    }

    /// The share of images that the network recognizes.
    private func share(_ network: TransferNetwork, _ session: Session, of images: LabeledImages) throws -> Double {
        let mean = try session.run(
            network.accuracy, as: Float.self, feeding: [network.x: images.images, network.y: images.labels])
        // The product is a whole number, up to rounding.
        return (Double(mean) * Double(images.count)).rounded() / Double(images.count)
    }
}
