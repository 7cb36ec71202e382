import JSON
package import Tensors

/// What goes wrong when a model's files are read.
package enum CheckpointError: Error, Equatable, CustomStringConvertible, MalformedFileError {
    /// The folder holds nothing that is known as a checkpoint.
    case noCheckpoint(folder: String, found: String)
    /// A file could not be mapped, or a tensor in it does not have the bytes that its shape takes.
    case storage(TensorsError)
    /// A file is not what its name promises.
    case malformedFile(file: String, place: String, problem: String)
    /// Git left a note in the place of the weights.
    case gitLFSPointer(file: String, size: String)
    /// A symbolic link leads to a file that is not there, as in a cache whose blobs were not fetched or not copied.
    case danglingLink(file: String, target: String)
    /// The tensors are those of an adapter (PEFT, LoRA) that was not merged into its model.
    case unmergedAdapter(file: String, tensor: String?)
    /// The index names a file that is not there.
    case missingShard(file: String, index: String)
    /// A tensor is stored in a way that nothing here decodes.
    case unknownFormat(tensor: String, file: String, format: String, known: [String])
    /// The model needs a tensor that no file holds.
    case missingTensor(String, file: String, expected: [Int])
    /// A file could not be written.
    case unwritable(path: String, reason: String)
    /// A tensor has another shape than the configuration asks for.
    case wrongShape(tensor: String, file: String, expected: [Int], found: [Int])

    package var description: String {
        switch self {
        case .noCheckpoint(let folder, let found):
            "\(folder) holds no checkpoint: expected model.safetensors, model.safetensors.index.json or a .gguf file, found \(found); give the folder of a downloaded Qwen2.5-VL model"
        case .storage(let error):
            error.description
        case .malformedFile(let file, let place, let problem):
            "\(file), \(place): \(problem); the file is damaged or truncated: fetch it again"
        case .gitLFSPointer(let file, let size):
            "\(file) is a Git LFS pointer to \(size) bytes that were not fetched; run `git lfs pull` in its folder, or fetch the file itself"
        case .danglingLink(let file, let target):
            "\(file) is a symbolic link to \(target), which does not exist; fetch the file, or copy the folder with its links followed (cp -L)"
        case .unmergedAdapter(let file, let tensor):
            "\(file) holds an adapter that was not merged into its model\(tensor.map { " (tensor \(quoted($0)))" } ?? ""); load it with PEFT, call merge_and_unload() and save the result"
        case .missingShard(let file, let index):
            "\(file) is missing, which \(index) names as a part of the model; fetch it into the same folder"
        case .unknownFormat(let tensor, let file, let format, let known):
            "tensor \(tensor) in \(file) is stored as \(format), but only \(known.joined(separator: ", ")) can be read; fetch the model in one of these"
        case .missingTensor(let tensor, let file, let expected):
            "tensor \(tensor) of shape \(expected) is missing in \(file); the file is truncated or belongs to another model: fetch it again"
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason); give a place in an existing, writable folder on a disk with space"
        case .wrongShape(let tensor, let file, let expected, let found):
            "tensor \(tensor) in \(file) has shape \(found), but the configuration asks for \(expected); weights and configuration belong to different models: fetch both from the same place"
        }
    }
}
