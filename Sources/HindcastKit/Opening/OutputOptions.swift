import ArgumentParser

struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON Lines: one object a line.")
    var json = false
}
