"""Where the phone hands over what somebody shares with Rapport."""

SHARE = "received:take"
