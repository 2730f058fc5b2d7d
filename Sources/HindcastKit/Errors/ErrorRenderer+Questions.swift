import EventLog
import JSONText
import Rehydration

extension ErrorRenderer {
    static func words(for error: CommandTrialError) -> String {
        switch error {
        case .decidesNothing(let stream, nil): "no model claims \(stream), and commands are decided by a model; name one with --model"
        case .decidesNothing(let stream, let model?): "\(model), which claims \(stream), decides no commands; give it a decide function"
        case .unknownCommand(let name, let model, let known):
            "\(model) does not decide \"\(name)\"; "
                + "it decides \(NearestNames.sorted(known.map(\.description), by: name.description).joined(separator: ", "))"
        case .badInput(let error): "the command's input, column \(error.offset + 1): \(error)"
        case .noState(let error): "there is no state to decide on\(error.map { ": \(words(for: $0))" } ?? "")"
        }
    }
}
