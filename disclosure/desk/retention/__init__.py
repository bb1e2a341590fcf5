"""Personal data that goes after its time, and the keys under which it lies until then."""
