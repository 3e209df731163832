"""Rules about money: exact pounds and pence, no record, no clock."""
