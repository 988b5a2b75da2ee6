@_exported import AdjointCore
@_exported import AdjointFormats
@_exported import AdjointLayers
@_exported import AdjointMetaGraph
@_exported import AdjointOperations
@_exported import AdjointRuntime
@_exported import AdjointTraining
