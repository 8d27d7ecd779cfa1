"""What the home page of an empty company offers."""

from rapport.touchpoints.home.steps import Step

HOME: list[Step] = []
