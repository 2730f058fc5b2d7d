/// Records of the formats that no real file is at hand for, written by hand from the systems' own descriptions.
extension FormatTests {
    static let storeSamples: [Sample] = [
        Sample(
            format: "emmett",
            text: """
                {"stream_id":"cart-1","stream_position":1,"global_position":7,"message_id":"m1","message_type":"Opened","message_kind":"E","message_data":{"a":1},"message_metadata":{"correlationId":"c","causationId":"d"},"message_schema_version":"2","created":"2026-03-05T14:32:00+00:00"}
                {"stream_id":"cart-1","stream_position":2,"global_position":8,"message_id":"m2","message_type":"Close","message_kind":"C","message_data":{}}
                """,
            envelopes: ["cart-1 v1 Opened @2026-03-05T14:32:00+00:00 id=m1 schema=2 correlation=c causation=d"], data: [#"{"a":1}"#]),
        Sample(
            format: "axon4",
            text: #"{"global_index":5,"event_identifier":"e1","aggregate_identifier":"a-1","type":"Account","sequence_number":0,"payload_type":"bank.Opened","payload_revision":"3","time_stamp":"2026-03-05T14:32:00Z","payload":"\\x7b2261223a317d","meta_data":"\\x7b22636f7272656c6174696f6e4964223a2263227d"}"#,
            envelopes: ["a-1 v0 bank.Opened @2026-03-05T14:32:00Z id=e1 schema=3 correlation=c"], data: [#"{"a":1}"#]),
        Sample(
            format: "axon5",
            text: #"{"globalIndex":5,"identifier":"e1","type":"bank.Opened","version":"2","timestamp":"2026-03-05T14:32:00Z","aggregateIdentifier":"a-1","aggregateSequenceNumber":0,"aggregateType":"Account","payload":"eyJhIjoxfQ==","metadata":null}"#,
            envelopes: ["a-1 v0 bank.Opened @2026-03-05T14:32:00Z id=e1 schema=2"], data: [#"{"a":1}"#]),
        Sample(
            format: "axon-server",
            text: #"{"messageIdentifier":"e1","aggregateIdentifier":"a-1","aggregateSequenceNumber":4,"aggregateType":"Account","timestamp":1772721120000,"payload":{"type":"bank.Opened","revision":"1","data":"{\"a\":1}"},"metaData":{"correlationId":"c"}}"#,
            envelopes: ["a-1 v4 bank.Opened @2026-03-05T14:32:00Z id=e1 schema=1 correlation=c"], data: [#"{"a":1}"#]),
        Sample(
            format: "kurrentdb-node",
            text: """
                {"event":{"streamId":"a-1","id":"e1","type":"Opened","revision":"0","position":{"commit":"9007199254740993"},"created":"2026-03-05T14:32:00Z","data":{"a":1},"metadata":{"$correlationId":"c","$causationId":"d"}}}
                {"event":{"streamId":"$settings","id":"e2","type":"$metadata","revision":"0","position":{"commit":"9007199254740994"},"data":{}}}
                """,
            envelopes: ["a-1 v0 Opened @2026-03-05T14:32:00Z id=e1 correlation=c causation=d"], data: [#"{"a":1}"#]),
        Sample(
            format: "kurrentdb-dotnet",
            text: #"{"Event":{"EventStreamId":"a-1","EventId":"e1","EventType":"Opened","EventNumber":3,"Created":"2026-03-05T14:32:00Z","Data":"eyJhIjoxfQ==","Metadata":"","Position":{"CommitPosition":7}},"OriginalEvent":{}}"#,
            envelopes: ["a-1 v3 Opened @2026-03-05T14:32:00Z id=e1"], data: [#"{"a":1}"#]),
        Sample(
            format: "kurrentdb-go",
            text: #"{"StreamID":"a-1","EventID":"e1","EventType":"Opened","EventNumber":3,"CreatedDate":"2026-03-05T14:32:00Z","Data":"eyJhIjoxfQ==","UserMetadata":"eyIkY29ycmVsYXRpb25JZCI6ImMifQ=="}"#,
            envelopes: ["a-1 v3 Opened @2026-03-05T14:32:00Z id=e1 correlation=c"], data: [#"{"a":1}"#]),
        Sample(
            format: "kurrentdb-seed",
            text: #"[{"stream":"a-1","events":[{"id":"e1","type":"Opened","data":{"a":1}},{"id":"e2","type":"Closed","data":{"at":"2026-03-05T14:32:00Z"}}]},{"stream":"a-2","events":[{"id":"e3","type":"Opened","data":{}}]}]"#,
            envelopes: ["a-1 v0 Opened id=e1", "a-1 v1 Closed @2026-03-05T14:32:00Z id=e2", "a-2 v0 Opened id=e3"],
            data: [#"{"a":1}"#, #"{"at":"2026-03-05T14:32:00Z"}"#, "{}"]),
        Sample(
            format: "kurrentdb-connector",
            text: #"{"topic":"t","partition":0,"offset":1,"tstype":"create","ts":1,"key":"k","headers":["esdb-record-stream-id","a-1","esdb-record-schema-subject","Opened","esdb-record-stream-revision","3","esdb-record-timestamp","2026-03-05T14:32:00Z","esdb-record-id","e1"],"payload":"{\"a\":1}"}"#,
            envelopes: ["a-1 v3 Opened @2026-03-05T14:32:00Z id=e1"], data: [#"{"a":1}"#]),
        Sample(
            format: "pyeventsourcing",
            text: #"{"id":1,"originator_id":"0b0e6a9c1b5f4b6f8e0a8e1d2c3b4a59","originator_version":1,"topic":"bank.model:Account.Opened","state":"eyJhIjoxLCJ0aW1lc3RhbXAiOiIyMDI2LTAzLTA1VDE0OjMyOjAwWiIsImNsYXNzX3ZlcnNpb24iOjJ9"}"#,
            envelopes: ["0b0e6a9c1b5f4b6f8e0a8e1d2c3b4a59 v1 Account.Opened @2026-03-05T14:32:00Z schema=2"],
            data: [#"{"a":1,"timestamp":"2026-03-05T14:32:00Z","class_version":2}"#]),
        Sample(
            format: "commanded",
            text: #"{"event_id":"e1","event_number":9,"stream_uuid":"a-1","stream_version":1,"event_type":"Elixir.Bank.Opened","correlation_id":"c","causation_id":"d","data":"\\x7b2261223a317d","metadata":null,"created_at":"2026-03-05T14:32:00+01:00"}"#,
            envelopes: ["a-1 v1 Elixir.Bank.Opened @2026-03-05T14:32:00+01:00 id=e1 correlation=c causation=d"], data: [#"{"a":1}"#]),
        Sample(
            format: "rails-event-store",
            text: #"{"id":1,"event_id":"e1","event_type":"Bank::Opened","data":{"a":1},"metadata":{"correlation_id":"c","causation_id":"d"},"created_at":"2026-03-05T14:32:00","valid_at":null,"stream":"a-1","position":0}"#,
            envelopes: ["a-1 v0 Bank::Opened @2026-03-05T14:32:00 id=e1 correlation=c causation=d"], data: [#"{"a":1}"#]),
        Sample(
            format: "spatie",
            text: #"{"id":1,"aggregate_uuid":"a-1","aggregate_version":1,"event_version":1,"event_class":"App\\Opened","event_properties":"{\"a\":1}","meta_data":"{}","created_at":"2026-03-05 14:32:00"}"#,
            envelopes: [#"a-1 v1 App\Opened @2026-03-05 14:32:00 schema=1"#], data: [#"{"a":1}"#]),
        Sample(
            format: "eventsauce",
            text: #"{"id":1,"event_id":"e1","aggregate_root_id":"a-1","version":1,"payload":"{\"headers\":{\"__event_type\":\"bank.opened\",\"__time_of_recording\":\"2026-03-05 14:32:00.800066+0000\"},\"payload\":{\"a\":1}}"}"#,
            envelopes: ["a-1 v1 bank.opened @2026-03-05 14:32:00.800066+0000 id=e1"], data: [#"{"a":1}"#]),
        Sample(
            format: "prooph",
            text: #"{"no":1,"event_id":"e1","event_name":"Opened","payload":{"a":1},"metadata":{"_aggregate_id":"a-1","_aggregate_version":1,"_causation_id":"d"},"created_at":"2026-03-05T14:32:00.000001"}"#,
            envelopes: ["a-1 v1 Opened @2026-03-05T14:32:00.000001 id=e1 causation=d"], data: [#"{"a":1}"#]),
        Sample(
            format: "broadway",
            text: #"{"id":1,"uuid":"a-1","playhead":0,"payload":"{\"class\":\"App\\\\Opened\",\"payload\":{\"a\":1}}","metadata":"{\"class\":\"M\",\"payload\":[]}","recorded_on":"2026-03-05T14:32:00.000001+00:00","type":"App.Opened"}"#,
            envelopes: ["a-1 v0 App.Opened @2026-03-05T14:32:00.000001+00:00"], data: [#"{"a":1}"#]),
        Sample(
            format: "equinox-cosmos",
            text: #"{"p":"Cart-1","id":"-1","i":3,"n":5,"e":[{"c":"Opened","d":{"a":1},"t":"2026-03-05T14:32:00Z","correlationId":"c","causationId":"d"},{"c":"Closed","d":null}],"u":[{"c":"Snapshot","d":{}}]}"#,
            envelopes: ["Cart-1 v3 Opened @2026-03-05T14:32:00Z correlation=c causation=d", "Cart-1 v4 Closed"], data: [#"{"a":1}"#, "null"]),
        Sample(
            format: "equinox-dynamo",
            text: #"{"Item":{"p":{"S":"Cart-1"},"i":{"N":"0"},"n":{"N":"5"},"c":{"L":[{"S":"Opened"},{"S":"Closed"}]},"e":{"L":[{"M":{"t":{"S":"2026-03-05T14:32:00Z"},"d":{"B":"eyJhIjoxfQ=="}}},{"M":{"d":{"B":"e30="}}}]}}}"#,
            envelopes: ["Cart-1 v3 Opened @2026-03-05T14:32:00Z", "Cart-1 v4 Closed"], data: [#"{"a":1}"#, "{}"]),
        Sample(
            format: "resolve",
            text: #"{"aggregateId":"a-1","aggregateVersion":1,"type":"OPENED","timestamp":1772721120000,"threadId":3,"threadCounter":0,"payload":{"a":1}}"#,
            envelopes: ["a-1 v1 OPENED @2026-03-05T14:32:00Z"], data: [#"{"a":1}"#]),
        Sample(
            format: "chronicle",
            text: #"{"_id":{"$numberLong":"7"},"eventSourceId":"a-1","type":"opened","occurred":{"$date":"2026-03-05T14:32:00Z"},"correlationId":"c","content":{"1":{"a":{"$numberLong":"1"}},"2":{"a":{"$numberLong":"9007199254740993"}}}}"#,
            envelopes: ["a-1 v0 opened @2026-03-05T14:32:00Z schema=2 correlation=c"], data: [#"{"a":9007199254740993}"#]),
        Sample(
            format: "zeebe",
            text: """
                {"partitionId":1,"position":9,"sourceRecordPosition":8,"key":5,"timestamp":1772721120000,"recordType":"EVENT","valueType":"JOB","intent":"CREATED","value":{"processInstanceKey":3}}
                {"partitionId":1,"position":10,"sourceRecordPosition":-1,"key":5,"timestamp":1772721120000,"recordType":"COMMAND","valueType":"JOB","intent":"COMPLETE","value":{"processInstanceKey":3}}
                """,
            envelopes: ["3 v0 JOB.CREATED @2026-03-05T14:32:00Z id=1-9 causation=1-8"], data: [#"{"processInstanceKey":3}"#]),
        Sample(
            format: "eventsourcingdb",
            text: """
                {"type":"event","payload":{"specversion":"1.0","id":"3","source":"https://x","subject":"/book/42","type":"io.library.acquired.v2","time":"2026-03-05T14:32:00.123456789Z","data":{"a":1},"hash":"h","predecessorhash":"p","traceparent":"00-abc-def-01"}}
                {"type":"heartbeat","payload":{}}
                """,
            envelopes: ["/book/42 v0 io.library.acquired.v2 @2026-03-05T14:32:00.123456789Z id=3 schema=2 correlation=abc"], data: [#"{"a":1}"#]),
    ]

    static let feedSamples: [Sample] = [
        Sample(
            format: "cloudtrail-lookup",
            text: #"{"Events":[{"EventId":"e1","EventName":"PutObject","EventTime":1772721120.0,"EventSource":"s3","CloudTrailEvent":"{\"eventTime\":\"2026-03-05T14:32:00Z\",\"requestID\":\"r\",\"userIdentity\":{\"arn\":\"u\"}}"}]}"#,
            envelopes: ["u v0 PutObject @2026-03-05T14:32:00Z id=e1 correlation=r"], data: [#"{"eventTime":"2026-03-05T14:32:00Z","requestID":"r","userIdentity":{"arn":"u"}}"#]),
        Sample(
            format: "aws-lambda",
            text: #"{"Records":[{"eventID":"1","eventName":"INSERT","eventSource":"aws:dynamodb","eventSourceARN":"arn:aws:dynamodb:r:1:table/Carts/stream/x","dynamodb":{"ApproximateCreationDateTime":1772721120,"Keys":{"Id":{"N":"101"}},"NewImage":{"Id":{"N":"101"},"Price":{"N":"1.10"},"Tags":{"L":[{"S":"x"}]}}}},{"messageId":"2","eventSource":"aws:sqs","body":"{\"a\":1}","attributes":{"SentTimestamp":"1772721120000"},"eventSourceARN":"q"}]}"#,
            envelopes: ["Carts/101 v0 INSERT @2026-03-05T14:32:00Z id=1", "q v0 aws:sqs @2026-03-05T14:32:00Z id=2"], data: [#"{"Id":101,"Price":1.10,"Tags":["x"]}"#, #"{"a":1}"#]),
        Sample(
            format: "kcat",
            text: """
                {"topic":"t","partition":0,"offset":1,"tstype":"create","ts":1772721120000,"key":"k","headers":["type","Opened"],"payload":"{\\"a\\":1}"}
                {"topic":"t","partition":0,"offset":2,"tstype":"create","ts":1772721120000,"key":"k","payload":null}
                """,
            envelopes: ["k v0 Opened @2026-03-05T14:32:00Z id=t/0/1"], data: [#"{"a":1}"#]),
        Sample(
            format: "cloudevents-kafka",
            text: #"{"topic":"t","partition":0,"offset":1,"tstype":"create","ts":1,"key":"k","headers":["ce_id","1","ce_type","opened.v3","ce_source","/s","ce_time","2026-03-05T14:32:00Z"],"payload":"{\"a\":1}"}"#,
            envelopes: ["k v0 opened.v3 @2026-03-05T14:32:00Z id=1 schema=3"], data: [#"{"a":1}"#]),
        Sample(
            format: "debezium",
            text: """
                {"schema":{},"payload":{"before":null,"after":{"id":7,"n":1},"source":{"connector":"mysql","db":"d","table":"t","ts_ms":1772721120000},"op":"c","ts_ms":1,"transaction":null}}
                {"payload":{"before":{"id":7,"n":1},"after":null,"source":{"connector":"mysql","db":"d","table":"t","ts_ms":1772721120000},"op":"d"}}
                {"payload":{"before":null,"after":{"id":7},"source":{"connector":"mysql","db":"d","table":"t","ts_ms":0},"op":"r","ts_ms":1772721121000}}
                """,
            envelopes: ["d.t.7 v0 c @2026-03-05T14:32:00Z", "d.t.7 v1 d @2026-03-05T14:32:00Z", "d.t.7 v2 r @2026-03-05T14:32:01Z"],
            data: [#"{"id":7,"n":1}"#, "null", #"{"id":7}"#]),
        Sample(
            format: "maxwell",
            text: #"{"database":"d","table":"t","type":"insert","ts":1772721120,"xid":9,"commit":true,"data":{"id":7}}"#,
            envelopes: ["d.t.7 v0 insert @2026-03-05T14:32:00Z correlation=9"], data: [#"{"id":7}"#]),
        Sample(
            format: "canal",
            text: """
                {"data":[{"no":"7"}],"database":"d","table":"t","type":"INSERT","isDdl":false,"mysqlType":{},"es":1772721120000,"ts":1,"id":1}
                {"data":null,"database":"d","table":"t","type":"ALTER","isDdl":true,"mysqlType":null,"es":1772721120000,"ts":1,"id":2}
                """,
            envelopes: ["d.t.7 v0 INSERT @2026-03-05T14:32:00Z"], data: [#"[{"no":"7"}]"#]),
        Sample(
            format: "goldengate", text: #"{"table":"S.T","op_type":"I","op_ts":"2026-03-05 14:32:00.000000","current_ts":"x","pos":"00001","after":{"id":7}}"#,
            envelopes: ["S.T.7 v0 I @2026-03-05 14:32:00.000000"], data: [#"{"id":7}"#]),
        Sample(
            format: "dms",
            text: #"{"data":{"id":7},"metadata":{"timestamp":"2026-03-05T14:32:00Z","record-type":"data","operation":"insert","schema-name":"s","table-name":"t","transaction-id":4}}"#,
            envelopes: ["s.t.7 v0 insert @2026-03-05T14:32:00Z correlation=4"], data: [#"{"id":7}"#]),
        Sample(
            format: "outbox", text: #"{"id":"e1","aggregatetype":"order","aggregateid":"9","type":"Placed","payload":"{\"a\":1}","timestamp":1772721120000000}"#,
            envelopes: ["order-9 v0 Placed @2026-03-05T14:32:00Z id=e1"], data: [#"{"a":1}"#]),
        Sample(
            format: "wikimedia",
            text: #"{"$schema":"/mediawiki/recentchange/1.0.0","meta":{"id":"e1","dt":"2026-03-05T14:32:00Z","stream":"mediawiki.recentchange","request_id":"r","domain":"d"},"wiki":"dewiki","title":"T","type":"edit"}"#,
            envelopes: ["dewiki:T v0 edit @2026-03-05T14:32:00Z id=e1 correlation=r"], data: [#"{"$schema":"/mediawiki/recentchange/1.0.0"}"#]),
        Sample(
            format: "ocel2",
            text: #"{"objectTypes":[],"eventTypes":[],"objects":[{"id":"i1","type":"Invoice"}],"events":[{"id":"e1","type":"Create","time":"2026-03-05T14:32:00Z","attributes":[{"name":"by","value":"m"}],"relationships":[{"objectId":"i1","qualifier":"q"}]}]}"#,
            envelopes: ["i1 v0 Create @2026-03-05T14:32:00Z id=e1"], data: [#"{"by":"m"}"#]),
        Sample(
            format: "ocel1",
            text: #"{"ocel:global-log":{},"ocel:events":{"e1":{"ocel:activity":"Create","ocel:timestamp":"2026-03-05T14:32:00","ocel:omap":["i1"],"ocel:vmap":{"a":1}},"e\"2\\" : {"ocel:activity":"Pay","ocel:timestamp":"2026-03-05T14:33:00","ocel:omap":["i1"],"ocel:vmap":{}}},"ocel:objects":{"i1":{}}}"#,
            envelopes: ["i1 v0 Create @2026-03-05T14:32:00 id=e1", #"i1 v1 Pay @2026-03-05T14:33:00 id=e"2\"#], data: [#"{"a":1}"#, "{}"]),
        Sample(
            format: "eiffel", file: "build.json",
            text: #"[{"meta":{"id":"e1","type":"EiffelActivityTriggeredEvent","version":"4.0.0","time":1772721120000},"links":[{"type":"CONTEXT","target":"x"},{"type":"CAUSE","target":"e0"}],"data":{"a":1}}]"#,
            envelopes: ["build v0 EiffelActivityTriggeredEvent @2026-03-05T14:32:00Z id=e1 correlation=x causation=e0"], data: [#"{"a":1}"#]),
        Sample(
            format: "segment", text: #"{"messageId":"m1","type":"track","event":"Bought","userId":"u1","timestamp":"2026-03-05T14:32:00Z","properties":{"a":1},"context":{}}"#,
            envelopes: ["u1 v0 Bought @2026-03-05T14:32:00Z id=m1"], data: [#"{"a":1}"#]),
        Sample(
            format: "snowplow",
            text: #"{"app_id":"web","event":"page_view","event_name":"page_view","event_id":"e1","collector_tstamp":"2026-03-05 14:32:00","domain_userid":"u1","page":"/"}"#,
            envelopes: ["u1 v0 page_view @2026-03-05 14:32:00 id=e1"], data: [#"{"page":"/"}"#]),
        Sample(
            format: "windows",
            text: #"{"EventID":12,"Channel":"Security","Hostname":"h","RecordNumber":3361979,"EventTime":"2026-03-05 10:32:00","@timestamp":"2026-03-05T14:32:00Z","Version":2,"ProcessGuid":"{g}","Keywords":-9223372036854775808}"#,
            envelopes: ["h/Security v3361979 Security/12 @2026-03-05T14:32:00Z schema=2 correlation={g}"], data: [#"{"Keywords":-9223372036854775808}"#]),
        Sample(
            format: "go-test",
            text: """
                {"Time":"2026-03-05T14:32:00.5-05:00","Action":"run","Package":"p","Test":"TestA"}
                {"Action":"output","Package":"p","Output":"x"}
                """,
            envelopes: ["p/TestA v0 run @2026-03-05T14:32:00.5-05:00", "p v0 output"], data: ["null", #"{"Output":"x"}"#]),
        Sample(
            format: "redux", file: "state.json",
            text: #"{"actionsById":{"0":{"type":"PERFORM_ACTION","action":{"type":"@@INIT"},"timestamp":1772721120000},"1":{"type":"PERFORM_ACTION","action":{"type":"add","payload":1},"timestamp":1772721120000}},"computedStates":[{"state":{}}],"stagedActionIds":[0,1]}"#,
            envelopes: ["state v0 @@INIT @2026-03-05T14:32:00Z", "state v1 add @2026-03-05T14:32:00Z"], data: [#"{"type":"@@INIT"}"#, #"{"type":"add","payload":1}"#]),
    ]
}
