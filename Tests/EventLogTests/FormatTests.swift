import EventLog
import JSONText
import TestSupport
import Testing

/// One record of each format, written by hand from the systems' own descriptions.
@Suite("Formats of other systems")
struct FormatTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let format: String
        var file = "export.json"
        let text: String
        let envelopes: [String]
        let data: [String]
        var meta: [String?]? = nil

        var testDescription: String { format + " " + file }
    }

    @Test("a format is recognised, and every role found", arguments: samples)
    func recognised(sample: Sample) throws {
        let history = try History(texts: [sample.file: sample.text])
        #expect(history.formats == [sample.format])
        #expect(history.problemLines == [])
        let events = try history.events()
        #expect(events.map(\.envelope) == sample.envelopes)
        #expect(events.map(\.data) == sample.data)
        if let meta = sample.meta { #expect(events.map(\.meta) == meta) }
    }

    @Test("a format may be named instead of recognised, and finds the same", arguments: samples)
    func named(sample: Sample) throws {
        let format = try #require(EnvelopeFormat.named(sample.format))
        let events = try History(texts: [sample.file: sample.text], format: format).events()
        #expect(events.map(\.envelope) == sample.envelopes)
    }

    @Test("every known format has a sample here, and a name of its own")
    func complete() {
        let names = EnvelopeFormat.known.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(names) == Set(Self.samples.map(\.format)))
    }

    static let samples: [Sample] = firstSamples + storeSamples + feedSamples

    private static let firstSamples: [Sample] = [
        Sample(
            format: "hindcast",
            text: """
                {"stream":"account-42","version":3,"type":"MoneyDeposited","schema":2,"id":"e-7","time":"2026-03-05T14:32:00Z","data":{"amount":1.10},"meta":{"correlation":"c","causation":"e-6"}}
                {"stream":"account-42","version":4,"type":"Closed","data":null}
                """,
            envelopes: ["account-42 v3 MoneyDeposited @2026-03-05T14:32:00Z id=e-7 schema=2 correlation=c causation=e-6", "account-42 v4 Closed"],
            data: [#"{"amount":1.10}"#, "null"], meta: [#"{"correlation":"c","causation":"e-6"}"#, nil]),
        Sample(
            format: "temporal", file: "order-9.json",
            text: """
                {"events":[
                  {"eventId":"1","eventTime":"2026-03-05T14:32:00.123456789Z","eventType":"EVENT_TYPE_WORKFLOW_EXECUTION_STARTED","taskId":"7","workflowExecutionStartedEventAttributes":{"workflowType":{"name":"Order"}}},
                  {"eventId":"2","eventTime":"2026-03-05T14:32:01Z","eventType":"EVENT_TYPE_TIMER_STARTED","timerStartedEventAttributes":{"timerId":"1"}}
                ]}
                """,
            envelopes: [
                "order-9 v1 EVENT_TYPE_WORKFLOW_EXECUTION_STARTED @2026-03-05T14:32:00.123456789Z", "order-9 v2 EVENT_TYPE_TIMER_STARTED @2026-03-05T14:32:01Z",
            ],
            data: [#"{"workflowType":{"name":"Order"}}"#, #"{"timerId":"1"}"#], meta: [#"{"taskId":"7"}"#, nil]),
        Sample(
            format: "temporal", file: "download.json",
            text: """
                {"history":{"events":[
                  {"eventId":2,"eventTime":"2026-03-05T14:32:01Z","eventType":"TimerStarted","timerStartedEventAttributes":{}},
                  {"eventId":1,"eventTime":"2026-03-05T14:32:00Z","eventType":"WorkflowExecutionStarted","workflowExecutionStartedEventAttributes":{"workflowId":"order-7"}}
                ]}}
                """,
            envelopes: ["order-7 v1 WorkflowExecutionStarted @2026-03-05T14:32:00Z", "order-7 v2 TimerStarted @2026-03-05T14:32:01Z"],
            data: [#"{"workflowId":"order-7"}"#, "{}"]),
        Sample(
            format: "kubernetes-audit", file: "audit.log",
            text: """
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a1","stage":"ResponseComplete","verb":"create","objectRef":{"resource":"pods","namespace":"web","name":"nginx"},"stageTimestamp":"2026-03-05T14:32:00.000001Z"}
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a2","verb":"delete","objectRef":{"resource":"nodes","name":"n1"},"timestamp":"2026-03-05T14:32:01Z"}
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a3","verb":"get","requestURI":"/healthz"}
                """,
            envelopes: [
                "pods/web/nginx v0 create @2026-03-05T14:32:00.000001Z id=a1 correlation=a1", "nodes/n1 v0 delete @2026-03-05T14:32:01Z id=a2 correlation=a2",
                "/healthz v0 get id=a3 correlation=a3",
            ],
            data: [
                #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","stage":"ResponseComplete"}"#, #"{"kind":"Event","apiVersion":"audit.k8s.io/v1"}"#,
                #"{"kind":"Event","apiVersion":"audit.k8s.io/v1"}"#,
            ]),
        Sample(
            format: "kubernetes-audit", file: "list.json",
            text: #"{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","verb":"list","objectRef":{"resource":"pods"}}]}"#,
            envelopes: ["pods v0 list id=a correlation=a"], data: [#"{"kind":"Event","apiVersion":"audit.k8s.io/v1"}"#]),
        Sample(
            format: "kubernetes-audit", file: "parts.log",
            text: """
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a1","stage":"RequestReceived","verb":"list","objectRef":{"resource":"pods","namespace":"default"}}
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a1","stage":"ResponseComplete","verb":"list","objectRef":{"resource":"pods","namespace":"default"}}
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a2","stage":"Panic","verb":"patch","objectRef":{"resource":"deployments","apiGroup":"apps","namespace":"web","name":"shop","subresource":"scale"}}
                """,
            envelopes: ["pods/default v0 list id=a1 correlation=a1", "deployments.apps/web/shop v0 patch/scale id=a2 correlation=a2"],
            data: [#"{"kind":"Event","apiVersion":"audit.k8s.io/v1","stage":"ResponseComplete"}"#, #"{"kind":"Event","apiVersion":"audit.k8s.io/v1","stage":"Panic"}"#]),
        Sample(
            format: "cloudtrail",
            text: #"{"Records":[{"eventVersion":"1.08","eventTime":"2026-03-05T14:32:00Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","awsRegion":"eu-west-1","eventID":"e1","requestID":"r1","userIdentity":{"arn":"arn:aws:iam::1:user/a"},"requestParameters":null},{"eventVersion":"1.08","eventTime":"2026-03-05T14:31:00Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"eu-west-1","eventID":"e2"}]}"#,
            envelopes: [
                "arn:aws:iam::1:user/a v0 PutObject @2026-03-05T14:32:00Z id=e1 correlation=r1", "ec2.amazonaws.com v0 RunInstances @2026-03-05T14:31:00Z id=e2",
            ],
            data: [#"{"eventVersion":"1.08","awsRegion":"eu-west-1","requestParameters":null}"#, #"{"eventVersion":"1.08","awsRegion":"eu-west-1"}"#]),
        Sample(
            format: "eventbridge",
            text: """
                {
                  "version": "0", "id": "e1", "detail-type": "OrderPlaced", "source": "shop", "account": "1", "time": "2026-03-05T14:32:00Z",
                  "region": "eu-west-1", "resources": ["arn:order/9"], "detail": {"total": 12.50}
                }
                """,
            envelopes: ["arn:order/9 v0 OrderPlaced @2026-03-05T14:32:00Z id=e1"], data: [#"{"total": 12.50}"#],
            meta: [#"{"version":"0","account":"1","region":"eu-west-1"}"#]),
        Sample(
            format: "cdevents",
            text: #"{"context":{"specversion":"0.5.0","id":"e1","chainId":"ch","source":"/ci","type":"dev.cdevents.build.finished.0.3.0","timestamp":"2026-03-05T14:32:00Z"},"subject":{"id":"b1","source":"/ci/x","content":{}}}"#,
            envelopes: ["/ci/x#b1 v0 dev.cdevents.build.finished.0.3.0 @2026-03-05T14:32:00Z id=e1 correlation=ch"],
            data: [#"{"id":"b1","source":"/ci/x","content":{}}"#]),
        Sample(
            format: "cloudevents", file: "batch.json",
            text: """
                [{"specversion":"1.0","id":"1","source":"/shop","type":"order.placed","subject":"order/9","time":"2026-03-05T14:32:00Z","correlationid":"c","data":[1,2.0]},
                 {"specversion":"1.0","id":"2","source":"/shop","type":"order.paid","causationid":"1","data_base64":"eyJhIjoxfQ=="},
                 {"specversion":"1.0","id":"3","source":"/shop","type":"picture","data_base64":"/9j/"}]
                """,
            envelopes: ["order/9 v0 order.placed @2026-03-05T14:32:00Z id=1 correlation=c", "/shop v0 order.paid id=2 causation=1", "/shop v1 picture id=3"],
            data: ["[1,2.0]", #"{"a":1}"#, #""/9j/""#]),
        Sample(
            format: "marten",
            text: #"{"seq_id":9007199254740993,"id":"e1","stream_id":"cart-1","version":1,"data":{"a":1},"type":"cart_opened","timestamp":"2026-03-05T15:32:00.5+01:00","tenant_id":"*","mt_dotnet_type":"Shop.CartOpened, Shop","correlation_id":"c","causation_id":null,"headers":{"u":"x"}}"#,
            envelopes: ["cart-1 v1 cart_opened @2026-03-05T15:32:00.5+01:00 id=e1 correlation=c"], data: [#"{"a":1}"#], meta: [#"{"u":"x"}"#]),
        Sample(
            format: "message-db",
            text: """
                {"id":"m1","stream_name":"account-42","type":"Deposited","position":0,"global_position":11,"data":{"amount":5},"metadata":{"schemaVersion":2,"correlationStreamName":"transfer-1"},"time":"2026-03-05T14:32:00.1"}
                {"id":"m2","stream_name":"account-42","type":"Withdrawn","position":1,"global_position":12,"data":"{\\"amount\\":3}","metadata":"null","time":"2026-03-05T14:33:00"}
                """,
            envelopes: ["account-42 v0 Deposited @2026-03-05T14:32:00.1 id=m1 schema=2 correlation=transfer-1", "account-42 v1 Withdrawn @2026-03-05T14:33:00 id=m2"],
            data: [#"{"amount":5}"#, #"{"amount":3}"#], meta: [#"{"schemaVersion":2,"correlationStreamName":"transfer-1"}"#, "null"]),
        Sample(
            format: "eventstoredb-atom",
            text: """
                {"title":"Event stream 'account-42'","headOfStream":true,"entries":[
                  {"eventId":"e2","eventType":"Withdrawn","eventNumber":1,"data":"{\\"amount\\":1E2}","metaData":"{\\"$correlationId\\":\\"c\\"}","streamId":"account-42","positionEventNumber":1,"updated":"2026-03-05T14:33:00Z"},
                  {"eventId":"e1","eventType":"Opened","eventNumber":0,"data":"no JSON","streamId":"account-42","positionEventNumber":0,"updated":"2026-03-05T14:32:00Z"}
                ]}
                """,
            envelopes: ["account-42 v0 Opened @2026-03-05T14:32:00Z id=e1", "account-42 v1 Withdrawn @2026-03-05T14:33:00Z id=e2 correlation=c"],
            data: [#""no JSON""#, #"{"amount":1E2}"#], meta: [nil, #"{"$correlationId":"c"}"#]),
        Sample(
            format: "eventstoredb-links",
            text: #"{"headOfStream":true,"entries":[{"title":"3@account-42","id":"http://x/streams/account-42/3","updated":"2026-03-05T14:32:00Z","author":{"name":"ES"},"summary":"Opened","links":[]}]}"#,
            envelopes: ["account-42 v3 Opened @2026-03-05T14:32:00Z id=http://x/streams/account-42/3"], data: [#"{"author":{"name":"ES"},"links":[]}"#]),
        Sample(
            format: "eventstoredb-append", file: "cart-7.json",
            text: #"[{"eventId":"e1","eventType":"CartOpened","data":{"a":"1"}},{"eventId":"e2","eventType":"CartClosed","data":{},"metadata":{"$correlationId":"c","$causationId":"e1","TimeStamp":"2026-03-05T14:32:00Z"}}]"#,
            envelopes: ["cart-7 v0 CartOpened id=e1", "cart-7 v1 CartClosed @2026-03-05T14:32:00Z id=e2 correlation=c causation=e1"], data: [#"{"a":"1"}"#, "{}"]),
        Sample(
            format: "stripe",
            text: #"{"object":"list","has_more":true,"data":[{"id":"evt_1","object":"event","api_version":"2024-06-20","created":1772721120,"type":"charge.captured","request":{"id":"req_1"},"data":{"object":{"id":"ch_1","object":"charge"}}}]}"#,
            envelopes: ["ch_1 v0 charge.captured @2026-03-05T14:32:00Z id=evt_1 correlation=req_1"], data: [#"{"object":{"id":"ch_1","object":"charge"}}"#]),
        Sample(
            format: "github",
            text: #"{"id":"123","type":"PushEvent","actor":{"id":1},"repo":{"id":9,"name":"a/b"},"payload":{"push_id":18446744073709551615},"public":true,"created_at":"2026-03-05T14:32:00Z"}"#,
            envelopes: ["a/b v0 PushEvent @2026-03-05T14:32:00Z id=123"], data: [#"{"push_id":18446744073709551615}"#], meta: [#"{"actor":{"id":1},"public":true}"#]),
    ]
}
