"""Ways to send and receive SMS: a modem, a gateway that speaks SMPP; the folder lies beside."""
