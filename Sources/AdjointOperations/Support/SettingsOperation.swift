import AdjointCore

/// An op all of whose attributes are one value, which it shares with its gradients.
protocol SettingsOperation: OperationDefinition {
    associatedtype Settings
    /// The attributes.
    var settings: Settings { get set }
}

extension SettingsOperation {
    /// The op with the attributes of another.
    init(_ settings: Settings) {
        self.init()
        self.settings = settings
    }
}
