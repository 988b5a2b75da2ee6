extension Arguments {
    /// What `--help` prints.
    static let help = """
        usage: mnist [OPTION …]
               mnist transfer [OPTION …]

        Trains a network on MNIST's handwritten digits, and prints its accuracy on the test images. Without --data it uses
        a sample of 5,000 images that comes with the program.

        options:
          --data DIR             a directory with MNIST's four IDX files, plain or .gz: their names contain train or
                                 t10k, and images and idx3 or labels and idx1
          --output DIR           where the model is saved after every epoch, as mnist.ckpt-EPOCH; the last five stay
                                 (\(defaults.outputDirectory))
          --resume               go on from the latest model saved there, as if it had never stopped; with the same
                                 other options
          --epochs N             how often to go through the training images (\(defaults.epochs))
          --batch-size N         images in a training step (\(defaults.batchSize))
          --model NAME           what is trained (\(defaults.architecture.rawValue)): perceptron, by gradient descent;
                                 lenet, a convolutional network, by Adam
          --learning-rate X      step size (\(Architecture.perceptron.learningRate); lenet \(Architecture.lenet.learningRate))
          --hidden N,N,…         units of each hidden layer of the perceptron (\(defaults.hiddenSizes.map(String.init).joined(separator: ",")))
          --activation NAME      what follows each hidden layer (\(defaults.activation.rawValue)):
                                 \(ActivationName.allCases.map(\.rawValue).joined(separator: ", "))
          --validation N         training images held out to measure accuracy after each epoch (a tenth of them)
          --seed N               where the weights and the order of the images are drawn from (\(defaults.seed))
          --threads N            threads to compute with (all that the process may use)
          --help                 print this

        The last line is the test accuracy. Exit codes: 64 for wrong arguments, 65 for damaged files, 66 for missing ones,
        73 where the model cannot be saved.
        """

    private static let defaults = Arguments()
}
