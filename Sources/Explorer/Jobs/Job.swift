package import EventLog
package import JSONText
package import Rehydration

/// Something that may take long, carried out beside the cursor's own work, told as it goes on, and stopped when it is asked for.
package struct Job: Equatable, Sendable {
    package let number: Int
    package let work: Work

    package enum Work: Equatable, Sendable {
        /// Which streams are listed, in which order. Answers `.streams`.
        case arrange(StreamArrangement)
        /// The first row, in the order of the list, whose stream's name a rule admits: at or behind a row, or before it. Answers `.row`.
        case findStream(NameRule, from: Int, step: Int, StreamRows?)
        /// The events of a scope, from a number on, that a filter admits. Answers `.rows`.
        case scan(EventScope, TimelineFilter, from: Int)
        /// How many events of a scope, or of those of its numbers that are shown, each span of time holds: of all their time, or of a
        /// part of it (in microseconds since the epoch). Answers `.histogram`.
        case histogram(EventScope, RowList?, Range<Int64>?)
        /// How many of them there are of each type. Answers `.results`.
        case statistics(EventScope, RowList?)
        /// What is not as it should be in the log. Answers `.results` and `.troubled`.
        case problems
        /// The next event (or the one before, by `step`) of the spot's stream after which one of the paths holds another value, or one
        /// of the expressions becomes true; in the log, of any stream for expressions. Answers `.spot`.
        ///
        /// With an overlay: of the altered history, from a place `beyond` the event. So in all that carry one.
        case run(from: Spot, step: Int, paths: [JSONPath], conditions: [String], inLog: Bool, overlay: HistoryOverlay? = nil)
        /// Every event that changed a path. Answers `.results`.
        case history(stream: ExactString, path: JSONPath, overlay: HistoryOverlay? = nil)
        /// The first event of each stream after which an expression over its state is true; of one stream: each such event. Answers
        /// `.results`, those of altered streams first, and `.qualified`. Only streams that `match` admits, as the list of streams has it.
        case find(String, stream: ExactString?, overlays: [HistoryOverlay] = [], match: String? = nil)
        /// What differs between the states after two events, of one stream or of two, altered as overlays say. Answers `.results`.
        case diff(from: Spot, to: Spot, overlays: [HistoryOverlay] = [])
        /// The marks of a stream's events, from the first on. Answers `.marks`.
        case survey(stream: ExactString)
        /// A number of the state over the stream's events, in at most so many samples. Answers `.series`.
        case series(stream: ExactString, path: JSONPath, samples: Int, overlay: HistoryOverlay? = nil)
        /// What stands out in an altered history. Answers `.signs`.
        case signs(HistoryOverlay)
        /// The event of an id, one close to a position first. Answers `.spot`.
        case event(id: ExactString, near: Int? = nil)
        /// What is wrong with the streams as the models read them. Answers `.results` in groups, then `.titled`.
        case check
        /// Where the states of another model part from those of the one at hand. Answers `.results`, then `.titled`.
        case compare(path: String)
        /// What caused an event and all that its root caused. Answers `.results`.
        case trace(position: Int)
        /// A command tried on a state. Answers `.decided` and `.results` in groups; a refusal is its failure.
        case decide(
            stream: ExactString, index: Int, command: ExactString, input: [UInt8], overlay: HistoryOverlay? = nil, beyond: Int = 0)
        /// How many events of each stream there were at a moment. Answers `.counts`.
        case counts(LogMoment)
        /// What an overlay alters, and what comes of it at the stream's end. Answers `.results` in groups.
        case whatIf(HistoryOverlay)
        /// The altered stream as a new file. Answers `.said`.
        case writeAltered(HistoryOverlay, path: String)
        /// Answers `.appended`; what hinders it is its failure.
        case append(AppendRequest)
        /// Every event that changed a path of a projection's state. Answers `.results`.
        case projectionHistory(name: String, path: JSONPath)
        /// A projection after the last event that it reads up to a position, or so many of its events on. Answers `.titled`, `.results`.
        case project(name: String, position: Int, step: Int)
    }

    package init(number: Int, work: Work) {
        self.number = number
        self.work = work
    }
}

/// Events that a job looks at.
package enum EventScope: Hashable, Sendable {
    case log
    case stream(ExactString)
}

/// What a job tells.
package enum JobNews: Equatable, Sendable {
    /// Of what is to be done, in whatever unit.
    case progress(done: Int, of: Int)
    case streams(StreamRows)
    case row(Int)
    /// More numbers of events, ascending.
    case rows([UInt32])
    case results([ResultRow])
    /// Where something is not as it should be; before the first event where it is the stream as a whole.
    case troubled([Spot])
    case histogram(Histogram)
    case series(Series)
    /// Of all places of an altered history those that stand out.
    case signs([OverlayPlace: EventMarks], of: HistoryOverlay)
    /// Of the next run of events.
    case marks([EventMarks])
    case spot(Spot)
    /// What a list is called now that more of it is known; of a projection also its position.
    case titled(String, position: Int? = nil)
    /// What else is to be known of a list: joins its title. Of a run, of what is said where it found nothing.
    case qualified(String)
    /// By stream, in the order of the list by name.
    case counts([Int], at: LogMoment)
    case said(String)
    /// What a command would give.
    case decided([EventToAppend])
    /// The events of an overlay are in a store; one line that says so.
    case appended(AppendRequest, String)
    case ended(Ending)

    package enum Ending: Equatable, Sendable {
        case whole
        /// Somebody asked for it: what was told until then stands.
        case stopped
        /// There was more than is kept.
        case cut
        /// One line that says why.
        case failed(String)
        /// What was asked means nothing; one line that says why.
        case refused(String)
    }
}

/// A job that goes on, as the explorer knows it.
struct RunningTask: Equatable, Sendable {
    /// What its answers are for. Of each there is one at a time: a newer one ends the one before.
    enum Purpose: Hashable, Sendable { case streams, streamSearch, filter, search, results, histogram, run, series, survey, signs, link, write, moment }

    let number: Int
    let purpose: Purpose
    let title: String
    var done = 0
    var of = 0
    var isAnswered = false
    /// What is said where it found nothing; nil: what is said of its purpose.
    var nothingFound: String?
    /// What is added to that.
    var remark: String?

    /// Whether a person waits for it: it is shown, and Esc stops it.
    var isAsked: Bool { purpose != .series && purpose != .survey && purpose != .signs && purpose != .streams }

    var text: String { of > 0 ? "\(title) \(min(99, done * 100 / of)) %" : title }
}
