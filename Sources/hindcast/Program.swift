import HindcastKit

@main enum Program { static func main() { Hindcast.main(builtFrom: builtFrom) } }
