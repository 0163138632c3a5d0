"""The verbs of the `hatgiong` command, one module each: arguments in, one call, words out."""
