"""The screens of applications: the desk on the page of one, the list, the steps, the year's end."""
