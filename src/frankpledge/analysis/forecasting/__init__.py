"""Forecasts of one series or of thousands: models, back-tests, the choice between them, and how well they did."""
