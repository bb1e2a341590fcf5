"""Settings: `base` for all, `development` for one machine, `production` for a district, `test` for the tests."""
