"""Run the command as a module: python -m rapport.config.cli …"""

from rapport.config.cli import main

main()
