/// What the argument parser's completion scripts leave out: that the first word may be a path, since the explorer needs no
/// command, and what may stand behind `help`.
enum CompletionScript {
    /// The script with both; a script of an unknown shape comes back as it is.
    static func completed(_ script: String, commands: [String]) -> String {
        replacements(commands).reduce(script) { text, replacement in
            guard let range = text.firstRange(of: replacement.old) else { return text }
            return text[..<range.lowerBound] + replacement.new + text[range.upperBound...]
        }
    }

    private static func replacements(_ commands: [String]) -> [(old: String, new: String)] {
        let words = commands.joined(separator: " ")
        return [
            // bash: what the first word can be besides a command, and what follows it then.
            (
                """
                    *)
                        # Offer subcommand completions
                """,
                """
                    *)
                        # No command: a path, for the explorer
                        if [[ "${#unparsed_words[@]}" -gt 0 ]]; then
                            _hindcast_explore
                            return
                        fi
                        __hindcast_add_completions -f
                        # Offer subcommand completions
                """
            ),
            (
                """
                    repeating_flags=()
                    non_repeating_flags=(--version)
                    repeating_options=()
                    non_repeating_options=()
                    __hindcast_offer_flags_options -1

                """,
                """
                    repeating_flags=()
                    non_repeating_flags=(--version)
                    repeating_options=()
                    non_repeating_options=()
                    __hindcast_offer_flags_options -1
                    [[ "${positional_number}" -gt 1 ]] || COMPREPLY+=($(compgen -W '\(words)' -- "${cur}"))

                """
            ),
            // zsh
            (
                """
                        _describe -V subcommand subcommands && ret=0
                        ;;
                    arg)
                        case "${words[1]}" in

                """,
                """
                        _describe -V subcommand subcommands && ret=0
                        _files && ret=0
                        ;;
                    arg)
                        case "${words[1]}" in
                        ^(\(commands.joined(separator: "|"))))
                            _hindcast_explore && ret=0
                            ;;

                """
            ),
            ("'*:subcommands:'", "'*:subcommands:(\(words))'"),
            // fish
            (
                "complete -c 'hindcast' -f\n",
                """
                complete -c 'hindcast' -f
                complete -c 'hindcast' -n '__hindcast_should_offer_completions_for_positional "hindcast" -eq 1' -F
                complete -c 'hindcast' -n '__hindcast_should_offer_completions_for_positional "hindcast help" -eq 1' -fka '\(words)'

                """
            ),
        ]
    }
}
