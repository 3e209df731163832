"""After a meeting: its minutes and their approval, actions, the register of decisions, certificates, escalations."""
