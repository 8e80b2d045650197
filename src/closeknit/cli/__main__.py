"""`python -m closeknit.cli`, for a server that starts another."""

from closeknit.cli.commands import main

main()
