import EventLog
import JSONText
import TestSupport

/// Sound logs of several formats and layouts, to be mutated.
enum Samples {
    static let lines = (0..<12).map { EntryPoint.line($0) }

    static let logs: [[UInt8]] = texts.map { Array($0.utf8) }

    private static let texts: [String] = [
        lines.joined(separator: "\n"),
        "[" + lines.joined(separator: ",\n") + "]",
        lines.joined(),
        #"{"Records":[{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","eventName":"Get","awsRegion":"x","eventTime":"2023-07-10T11:47:39Z","eventID":"1"}]}"#,
        #"{"specversion":"1.0","id":"1","source":"/s","type":"t.v2","time":"2026-03-05T14:32:00Z","data":{"a":[1,2,{"b":null}]}}"# + "\n",
        #"{"seq_id":1,"id":"i","stream_id":"s","version":1,"type":"t","mt_dotnet_type":"T","data":{"n":1.10},"timestamp":"2026-03-05T14:32:00+01:00"}"# + "\n",
        #"{"p":"cat-1","i":0,"n":2,"e":[{"t":"2026-03-05T14:32:00Z","c":"A","d":{"x":1}},{"t":"2026-03-05T14:32:00Z","c":"B"}]}"# + "\n",
        #"{"streamId":"a-1","eventId":"e","eventType":"T","eventNumber":3,"positionEventNumber":3,"positionStreamId":"a-1","data":"{\"n\":1}","title":"t"}"#,
        #"{"originator_id":"o","originator_version":1,"topic":"m:C.E","state":"eyJuIjoxfQ=="}"# + "\n",
        #"{"_id":{"$numberLong":"1"},"eventSourceId":"e","type":"t","occurred":{"$date":"2026-03-05T14:00:00Z"},"content":{"1":{"n":{"$numberLong":"42"}}},"correlationId":"c","causation":[]}"#,
        acceptedTexts.joined(separator: "\n"),
    ]

    static let history: History = {
        do { return try History(lines: lines) } catch { preconditionFailure("\(error)") }
    }()
}
