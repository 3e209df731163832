"""Cases: opening one, writing in its log, and showing each person what their part in it reaches."""
