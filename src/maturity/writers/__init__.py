"""Files out: the blank questionnaire, the report, and tables a consultant sorts and filters."""
