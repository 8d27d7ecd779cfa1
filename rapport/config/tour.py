"""Whether the shell shows the demo company's tour, and where it is fetched."""

from rapport.config.demo.tour.progress import address

TOUR = address
