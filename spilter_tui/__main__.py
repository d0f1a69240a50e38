"""`python -m spilter_tui`: the command without its script, for the processes that spilter starts itself."""

from spilter_tui.cli import main

main()
