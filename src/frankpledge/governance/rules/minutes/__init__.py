"""What is made of a meeting afterwards: minutes, their approval, actions, decisions and certificates. Pure."""
