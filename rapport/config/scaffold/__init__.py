"""`bin/new room/topic Entity`: a new topic with every floor, working and tested, to be changed into what it shall be."""
