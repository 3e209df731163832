"""What holds of partners' data, as pure functions: values, periods, coverage and breaks. No Django, no engine, no clock."""
