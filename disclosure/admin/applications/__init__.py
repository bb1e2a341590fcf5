"""The admin of applications: the list, the page of one with its panels, the steps, the year's end."""
